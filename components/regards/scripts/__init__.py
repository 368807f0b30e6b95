"""Order requests as scripts that users take away and adapt: curl in bash, and Python with requests.

They follow the archive's settings and hold no secret: username, password, token and the client's secret come from
variables. They send the bodies byte for byte.
"""

from components.regards.scripts.calls import calls
from components.regards.scripts.curl import curl_script
from components.regards.scripts.python import python_script

__all__ = ["calls", "curl_script", "python_script"]
