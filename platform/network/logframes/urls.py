"""Pages of a project's logframe on the hub, below the project's."""

from django.urls import path

from network.logframes.views import hub, writing

urlpatterns = [
    path("", hub.logframe, name="logframe"),
    path("begin/", writing.begin, name="begin_logframe"),
    path("write/", writing.write, name="write_logframe"),
    path("write/send-back/", writing.send_back, name="send_logframe_back"),
    path("write/approve/", writing.approve, name="approve_logframe"),
    path("write/result/add/", writing.result, name="add_result"),
    path("write/result/<int:row>/", writing.result, name="change_result"),
    path("write/result/<int:result>/indicator/add/", writing.indicator, name="add_indicator"),
    path("write/result/<int:result>/indicator/<int:row>/", writing.indicator, name="change_indicator"),
    path("write/aims/<int:row>/", writing.aims, name="set_aims"),
    path("write/<str:part>/<int:row>/remove/", writing.remove, name="remove_frame_part"),
    path("write/<str:does>/", writing.step, name="step_logframe"),
    path("files/<str:file_format>/", hub.file, name="logframe_file"),
]
