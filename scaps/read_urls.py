"""Addresses of published plans and of their review, under /scaps/."""

from django.urls import path

from scaps.views import plan_exports, plan_versions, plans, review

urlpatterns = [
    path("", plans.index, name="index"),
    path("csv/", plans.index_csv, name="index-csv"),
    path("<slug:slug>/", plans.detail, name="detail"),
    path("<slug:slug>/preview/", plans.preview, name="preview"),
    path("<slug:slug>/projects/<slug:project>/", plans.project, name="project"),
    path("<slug:slug>/move/<slug:move>/", plans.move, name="move"),
    path("<slug:slug>/versions/", plan_versions.index, name="versions"),
    path("<slug:slug>/versions/<int:number>/", plan_versions.detail, name="version"),
    path("<slug:slug>/changes/", plan_versions.changes, name="changes"),
    path("<slug:slug>/targets.csv", plan_exports.targets, name="targets-csv"),
    path("<slug:slug>/projects.csv", plan_exports.projects, name="projects-csv"),
    path("<slug:slug>/plan.json", plan_exports.plan, name="json"),
    path("<slug:slug>/oc4ids.json", plan_exports.oc4ids, name="oc4ids"),
    path("<slug:slug>/files/<int:pk>/", plan_exports.file, name="file"),
    path("<slug:slug>/review/", review.page, name="review"),
    path("<slug:slug>/review/remark/", review.remark, name="remark"),
    path("<slug:slug>/review/return/", review.give_back, name="return"),
    path("<slug:slug>/review/publish/", review.publish, name="publish"),
    path("<slug:slug>/remarks/", review.remarks, name="remarks"),
    path("<slug:slug>/remarks/<int:pk>/settle/", review.settle, name="settle"),
]
