import time, io, random, datetime, resource, tracemalloc
from datetime import date
from tests.reference.rows import *
from tests.sessions.records.spreadsheets import *
from sessions.records.actions import import_workbook
from sessions.records.workbook import read_rows
from sessions.records.problems import WorkbookRefused
from django.db import connection
from django.test.utils import CaptureQueriesContext
def test_bench(own_ngo, tmp_path):
    P=2500; S=50
    rows=workbook(people=[person(f"P{i}",phone=f"06{12345678+i}",email=f"p{i}@example.org",sex="f",category="police",region="MA-04") for i in range(P)],
      sessions=[session(f"S{i}") for i in range(S)],
      slots=[slot(f"S{i}",n,date(2019,3,1)+__import__("datetime").timedelta(days=n)) for i in range(S) for n in range(1,9)],
      attendance=[attendance(f"S{(i)%S}",n,f"P{i}") | {"device_time":"2019-03-01T09:05:00"} for i in range(P) for n in range(1,9)],
      tests=[result(f"S{i%S}",f"P{i}",k,10,20) for i in range(P) for k in ("pre","post")])
    path=write_rows(tmp_path/"a.xlsx", rows); print(path.stat().st_size)
    for _ in range(2):
        t=__import__("time").time()
        with CaptureQueriesContext(connection) as q: r=import_workbook(path=path, tenant=own_ngo)
        print(len(rows["attendance"]), "in", __import__("time").time()-t, len(q), r.counts()["attendance"])
    for row in rows["attendance"]: row["minutes"]=100
    path=write_rows(tmp_path/"a.xlsx", rows)
    t=__import__("time").time(); r=import_workbook(path=path, tenant=own_ngo); print("changed", __import__("time").time()-t, r.counts()["attendance"])
    for row in rows["attendance"]: row["person"]="x"+row["person"]
    path=write_rows(tmp_path/"a.xlsx", rows)
    t=__import__("time").time()
    try: import_workbook(path=path, tenant=own_ngo)
    except WorkbookRefused as e: print("errors", len(e.errors), __import__("time").time()-t)
    for row in rows["people"]: row["category"]="polcie"
    path=write_rows(tmp_path/"a.xlsx", rows)
    t=__import__("time").time()
    try: import_workbook(path=path, tenant=own_ngo)
    except WorkbookRefused as e: print("errors", len(e.errors), __import__("time").time()-t)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024, "MB")
def test_fuzz(own_ngo, tmp_path):
    data=write_rows(tmp_path/"s.xlsx", small_workbook()).read_bytes()
    import zipfile
    rng=random.Random(1); p=tmp_path/"f.xlsx"; ok=bad=0
    for i in range(1500):
        b=bytearray(data)
        if i%2:
            for _ in range(rng.randint(1,6)): b[rng.randrange(len(b))]=rng.randrange(256)
        else:
            src=zipfile.ZipFile(io.BytesIO(data)); out=io.BytesIO()
            victim=rng.choice(src.namelist())
            with zipfile.ZipFile(out,"w") as z:
                for n in src.namelist():
                    c=bytearray(src.read(n))
                    if n==victim:
                        for _ in range(rng.randint(1,8)):
                            j=rng.randrange(len(c)); 
                            if rng.random()<.5: c[j]=rng.choice(b'<>/="0129 AZtrsv')
                            else: del c[j:j+rng.randint(1,9)]
                            if not c: c=bytearray(b"x")
                    z.writestr(n, bytes(c))
            b=out.getvalue()
        p.write_bytes(bytes(b))
        try: import_workbook(path=p, tenant=own_ngo, dry_run=True); ok+=1
        except WorkbookRefused as e: bad+=1; assert all(str(x).isprintable() for x in e.errors)
    print(ok,bad)
