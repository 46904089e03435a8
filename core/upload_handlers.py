from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

ENDURED = 5


class Capped(FileUploadHandler):
    """Lets no more of a file through than tells that it is too large.

    The rest is read and dropped, so that the form can answer with a sentence.
    Whoever sends far more than that is cut off.
    """

    def receive_data_chunk(self, raw_data, start):
        if start > settings.UPLOAD_MAX_BYTES * ENDURED:
            raise StopUpload(connection_reset=True)
        return None if start > settings.UPLOAD_MAX_BYTES else raw_data

    def file_complete(self, file_size):
        return None
