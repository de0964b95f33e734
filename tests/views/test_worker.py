"""The worker of a window at the end of its life."""

from nnviz.views.window.worker import Worker


def test_what_is_asked_after_the_end_is_not_begun(qtbot):
    begun = []
    worker = Worker()
    worker.submit("a topic", lambda: begun.append("before"), lambda _: None)
    qtbot.waitUntil(lambda: begun == ["before"])
    worker.close()
    worker.submit("a topic", lambda: begun.append("after"), lambda _: None)
    assert begun == ["before"]
    worker.close()
