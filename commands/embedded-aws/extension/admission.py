"""Whom the embedded AWS answers: programs that were given its address and the access key of this run, and nobody else.

What it holds is deployed, read and executed on this machine, so a web page or another user must not write to it. Both reach the
loopback interface. A page is betrayed by what browsers add to its requests, or, if it has a name of its own resolved to the loopback
address, by that name. Another user does not know the access key, which is random, not on any command line, and only in files and
environments that others cannot read.

The access key is all that is checked: signatures are not. So whoever may read the requests, as root can, or gets the key from who ran
the rehearsal, is admitted, and then may do everything: moto enforces no permissions. Nor does this keep anybody from occupying the
server with connections.

https://fetch.spec.whatwg.org/#origin-header, https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
"""

import hmac
import json
import os
import re
from xml.sax.saxutils import escape

# Of the roles that were assumed here. They are as random as that of the run, and moto tells them to nobody else.
issued_access_keys = set()

CREDENTIAL = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/\s,]+)/\d{8}/[^/\s,]+/[^/\s,]+/aws4_request\s*,")


# The load balancers of both generations have one host, for which moto takes the older one, and that tells them apart by the version.
OFFERED_AS = {"elb": "elbv2"}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def extend_sts(module):
    initialize = module.AssumedRole.__init__

    def initialize_and_admit(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        issued_access_keys.add(self.access_key_id)

    module.AssumedRole.__init__ = initialize_and_admit


def guard(module):
    """Has moto's server refuse all that it is not meant for. Fails, and moto with it, if it was not told what that is."""
    settings = json.loads(os.environ["EMBEDDED_AWS_ADMISSION"])
    host, services = settings["host"], settings["services"]

    class GuardedApplication(module.DomainDispatcherApplication):
        def __call__(self, environ, start_response):
            try:
                admit(environ, host, {settings["accessKeyId"], *issued_access_keys})
                return super().__call__(environ, start_response)
            except Refused as refused:
                return answer(refused, environ, start_response)

        # moto finds the service by path, host and credentials. All ways lead through here, those to its own interface, too, which
        # tells everything that it holds.
        def get_backend_for_host(self, requested):
            backend = super().get_backend_for_host(requested)
            if requested is not None and OFFERED_AS.get(backend, backend) not in services:
                raise Refused("AccessDeniedException", f"The embedded AWS offers only {', '.join(services)}.")
            return backend

    module.DomainDispatcherApplication = GuardedApplication


def admit(environ, host, access_keys):
    if "HTTP_ORIGIN" in environ or "HTTP_SEC_FETCH_SITE" in environ:
        raise Refused("AccessDeniedException", "The embedded AWS answers no web page.")
    if environ.get("HTTP_HOST") != host:
        raise Refused("AccessDeniedException", f"The embedded AWS answers only as {host}.")
    credential = CREDENTIAL.match(environ.get("HTTP_AUTHORIZATION", ""))
    given = credential[1].encode() if credential else b""
    # All are compared, in constant time, so that the time that it takes tells nothing.
    if not max([hmac.compare_digest(given, known.encode()) for known in access_keys]):
        raise Refused("InvalidClientTokenId", "The embedded AWS accepts only the access key of this run.")


def answer(refused, environ, start_response):
    """In a form that the AWS SDKs understand, so that a person sees the reason."""
    code, message = refused.code, str(refused)
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        # EC2 has its errors one level deeper than the others.
        kind, body = "text/xml", f"<ErrorResponse>{error}<Errors>{error}</Errors></ErrorResponse>"
    else:
        kind, body = "application/json", json.dumps({"__type": code, "message": message})
    content = body.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(content))), ("x-amzn-ErrorType", code)]
    start_response("403 Forbidden", headers)
    return [content]
