"""Figures of one NGO."""

from django.urls import path

from impact.views import dashboard, evidence, periods, quality, readers, reports, targets

app_name = "impact"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("views/save/", dashboard.save_view, name="save_view"),
    path("views/<int:pk>/remove/", dashboard.remove_view, name="remove_view"),
    path("export/<str:file_format>/", dashboard.export, name="export"),
    path("cycles/", dashboard.cycles, name="cycles"),
    path("definitions/", dashboard.definitions, name="definitions"),
    path("<int:year>.json", dashboard.figures_json, name="json"),
    path("evidence/<str:code>/", evidence.evidence, name="evidence"),
    path("evidence/person/<uuid:person>/", evidence.person_evidence, name="person_evidence"),
    path("evidence/session/<uuid:session>/", evidence.session_evidence, name="session_evidence"),
    path("missing/", quality.quality, name="quality"),
    path("targets/", targets.targets, name="targets"),
    path("targets/<int:pk>/remove/", targets.remove_target, name="remove_target"),
    path("audits/", quality.audits, name="audits"),
    path("audits/<int:pk>/", quality.audit, name="audit"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/remove/", periods.remove, name="remove_period"),
    path("periods/<int:pk>/submit/", periods.submit, name="submit"),
    path("periods/<int:pk>/publish/", periods.publish, name="publish"),
    path("published/<str:digest>/", periods.snapshot, name="snapshot"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:digest>/<str:file_format>/", reports.report, name="report"),
    path("readers/", readers.readers, name="readers"),
    path("readers/<int:pk>/remove/", readers.remove_reader, name="remove_reader"),
    path("readers/tokens/<int:pk>/revoke/", readers.revoke_token, name="revoke_token"),
]
