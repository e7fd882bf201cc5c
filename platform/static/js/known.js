/* While a name is typed: who of the register may be the same person, asked of the server. Without a network the same of
   the lists kept on this phone, whose names are compared by their consonants as people/names does. A tap takes the known
   person; without this file the page asks once the form is sent. */
(() => {
  const form = document.querySelector("form[data-known]");
  const box = form?.querySelector("[data-known-people]");
  if (!box) return;
  const FIELDS = ["full_name", "name_other_script", "phone", "email"];

  const ARABIC = { ب: "b", پ: "b", ت: "t", ث: "t", ج: "j", ح: "h", خ: "x", د: "d", ذ: "d", ر: "r", ز: "z", س: "s", ش: "š", ص: "s", ض: "d", ط: "t", ظ: "d", غ: "g", گ: "g", ڭ: "g", ف: "f", ڤ: "f", ق: "k", ك: "k", ل: "l", م: "m", ن: "n", ه: "h", ا: "a", آ: "a", أ: "a", ى: "a", ة: "a", و: "a", ؤ: "a", ي: "a" };
  const DIGRAPHS = [["tch", "š"], ["kh", "x"], ["gh", "g"], ["ch", "š"], ["sh", "š"], ["dj", "j"], ["th", "t"], ["dh", "d"], ["ph", "f"], ["qu", "k"]];
  const LETTERS = { q: "k", c: "k", v: "f", p: "b" };
  const ARTICLES = ["el", "al", "la", "le", "les", "de", "du", "ال"];
  const JOINED = ["abd", "abde", "abdel", "abdul", "abdoul", "ben", "bin", "ibn", "bou", "abou", "عبد", "بن", "ابن", "بو", "ابو"];
  const bare = (word) => {
    if (word.startsWith("ال") && word.length > 3) return word.slice(2);
    const assimilated = word.replace(/^[ae]?(?:ch(?=ch)|([zsrntdl])(?=\1))/, "");
    if (assimilated !== word) return assimilated;
    const shorter = word.replace(/^(?:l(?=[bcdfghjkmnpqrstvwxz])|la(?=h[^a]?)|el(?=[bcdfghjkmnpqrstvwxz][a-z]{4}))/, "");
    return shorter.length >= 3 ? shorter : word;
  };
  const wordsOf = (name) => {
    const plain = name.replace(/ç/gi, "s").normalize("NFKC").normalize("NFD").replace(/(?![\u0653-\u0655])\p{Mn}/gu, "").normalize("NFC").replace(/[\u064b-\u065f\u0670\u0640]/g, "").toLowerCase();
    const found = plain.split(/[\s\-‐’'`.،,_/()]+/).filter(Boolean);
    const words = [];
    let prefix = "";
    for (const [number, word] of found.entries()) {
      const isLast = number === found.length - 1;
      if (ARTICLES.includes(word) && !isLast) continue;
      const joined = word.replace(/[أإآ]/g, "ا");
      if (JOINED.includes(joined) && !isLast) {
        prefix += joined;
        continue;
      }
      words.push(prefix + (prefix ? bare(word) : word));
      prefix = "";
    }
    return words;
  };
  /* Consonants, and whether a vowel ends the word: Karim is not Karima. */
  const soundOf = (word) => {
    let letters;
    if (/[\u0600-\u06ff]/.test(word)) {
      let arabic = word.startsWith("وال") ? word.slice(1) : word;
      if (arabic.startsWith("عبدال")) arabic = "عبد" + arabic.slice(5);
      arabic = bare(arabic);
      if (arabic.length > 3 && arabic.endsWith("ه")) arabic = arabic.slice(0, -1) + "ة";
      letters = [...arabic].map((letter) => ARABIC[letter] || "").join("");
    } else {
      let latin = word.replace(/[^a-z]/g, "");
      for (const joined of ["abdel", "abdul", "abdoul"]) if (latin.startsWith(joined) && latin.length > joined.length + 2) latin = "abd" + latin.slice(joined.length);
      latin = bare(latin.replace(/^abd[ae]([zsrntd])\1/, "abd$1")).replace(/([bcdfghjklmnpqrstvxz])e$/, "$1").replace(/([aeiou])h$/, "$1");
      for (const [two, one] of DIGRAPHS) latin = latin.replaceAll(two, one);
      letters = latin.replace(/[qcvp]/g, (letter) => LETTERS[letter]).replace(/[eiouwy]/g, "a");
    }
    const ends = letters.endsWith("a") ? "+" : "";
    return letters.replace(/([^a])\1+/g, "$1").replaceAll("a", "") + ends;
  };
  const soundsOf = (name) => wordsOf(name).map(soundOf).filter(Boolean);
  const mayBeSame = (one, other) => {
    const [few, many] = [soundsOf(one), soundsOf(other)].sort((a, b) => a.length - b.length);
    if (!few.length || (few.length !== many.length && few.length < 2)) return false;
    return few.every((sound) => {
      const at = many.indexOf(sound);
      if (at >= 0) many.splice(at, 1);
      return at >= 0;
    });
  };
  window.known = { soundsOf, mayBeSame }; // for the test that compares them with people/names

  /* Those on the lists this phone keeps: nothing is fetched, nothing is added to what it holds. */
  const kept = async () => {
    const found = new Map();
    const here = form.dataset.knownTake?.split("/people/")[0];
    for (const name of here ? (await window.caches?.keys()) || [] : []) {
      if (!name.startsWith("course-roll-")) continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const path = new URL(request.url).pathname;
        if (!path.endsWith("/attendance/") || (!form.dataset.knownRolls && !path.startsWith(`${here}/`))) continue;
        const roll = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
        const isThisRoll = path === `${here}/${form.elements.slot.value}/attendance/`;
        for (const line of roll.querySelectorAll("[data-roll] [data-person]")) {
          const names = [...line.querySelector("label").querySelectorAll("bdi")].map((node) => node.textContent);
          const isPresent = isThisRoll && Boolean(line.querySelector("input:disabled:checked"));
          if (isThisRoll || !found.has(line.dataset.person)) found.set(line.dataset.person, { names, isPresent });
        }
      }
    }
    return found;
  };
  const askHere = async () => {
    const typed = FIELDS.slice(0, 2).map((name) => form.elements[name]?.value).filter(Boolean);
    const meant = typed.length ? [...(await kept())].filter(([, one]) => one.names.some((name) => typed.some((mine) => mayBeSame(mine, name)))) : [];
    if (!meant.length) return box.replaceChildren();
    const part = document.querySelector("[data-known-here]").content.cloneNode(true);
    const list = part.querySelector("ul");
    const model = list.firstElementChild;
    list.replaceChildren(...meant.slice(0, 5).map(([person, { names, isPresent }]) => {
      const line = model.cloneNode(true);
      for (const node of line.querySelectorAll("bdi")) node.textContent = names[0];
      line.querySelector("button").hidden = isPresent;
      line.querySelector(".badge").hidden = !isPresent;
      line.querySelector("button").setAttribute("formaction", form.dataset.knownTake.replace(/0{8}-0{4}-0{4}-0{4}-0{12}/, person));
      return line;
    }));
    box.replaceChildren(part);
  };

  let turn = 0;
  let asked = "";
  const ask = async () => {
    const data = new URLSearchParams(new FormData(form));
    const now = JSON.stringify(FIELDS.map((name) => data.get(name)));
    if (now === asked) return;
    asked = now;
    const mine = ++turn;
    if (!FIELDS.some((name) => data.get(name))) return box.replaceChildren();
    try {
      const answer = await fetch(form.dataset.known, { method: "POST", body: data, signal: AbortSignal.timeout(5000) });
      if (!answer.ok) return;
      const html = (await answer.text()).trim();
      if (mine !== turn) return;
      const part = new DOMParser().parseFromString(html, "text/html").body;
      if (box.textContent.trim() !== part.textContent.trim()) box.replaceChildren(...part.childNodes);
    } catch {
      if (mine === turn) await askHere();
    }
  };
  let pause;
  form.addEventListener("input", (event) => {
    if (!FIELDS.includes(event.target.name)) return;
    clearTimeout(pause);
    pause = setTimeout(ask, 350);
  });
  form.addEventListener("reset", () => {
    asked = "";
    turn += 1;
    box.replaceChildren();
  });
})();
