"""The exercises of the labs, one module each: ``seqlab.checks.lab3.encode``.

They are written beside the labs, in ``course/checks``. The installed package carries a copy.
"""

from seqlab.check.lab import course_folder

__path__ = [str(course_folder("checks"))]
