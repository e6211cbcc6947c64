"""Makes moto behave as AWS documents where this project's resources meet the difference.

Python imports a module of this name at start-up from any directory on PYTHONPATH, so it reaches moto however moto was installed.
It must not disturb the other Python programs that such an installation may run: each change is made when moto's own module is
imported, and never if that does not happen.

Each gap has two tests in __tests__/e2e/embedded-aws.test.ts: that it is closed, and that this version of moto still has it.
"""

import importlib.abc
import importlib.machinery
import os
import sys
import threading

import admission
import moto_gaps


def guard_and_announce(module):
    """Tells the program that started moto that the changes are in place, and stops moto when that program is gone."""
    from importlib.metadata import version

    admission.guard(module)
    print(f"embedded AWS: moto {version('moto')} with this project's extension", file=sys.stderr, flush=True)

    def stop_with_parent():
        # Standard input is a pipe that nobody writes to: it ends when its other side is closed, even by a SIGKILL.
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=stop_with_parent, daemon=True).start()


EXTENSIONS = {
    "moto.server": guard_and_announce,
    "moto.acm.models": moto_gaps.extend_acm,
    "moto.applicationautoscaling.responses": moto_gaps.extend_application_auto_scaling,
    "moto.ec2.models.security_groups": moto_gaps.extend_security_groups,
    "moto.ecs.models": moto_gaps.extend_ecs_models,
    "moto.ecs.responses": moto_gaps.extend_ecs_responses,
    "moto.iam.access_control": moto_gaps.extend_iam_access_control,
    "moto.kms.responses": moto_gaps.extend_kms,
    "moto.logs.responses": moto_gaps.extend_logs,
    "moto.moto_server.werkzeug_app": moto_gaps.extend_server,
    "moto.secretsmanager.models": moto_gaps.extend_secrets_manager,
    "moto.secretsmanager.responses": moto_gaps.extend_secrets_manager_responses,
    "moto.sqs.models": moto_gaps.extend_sqs,
    "moto.ssm.models": moto_gaps.extend_ssm,
    "moto.sts.models": admission.extend_sts,
}


class ExtendAfterImport(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        extend = EXTENSIONS.pop(fullname, None)
        spec = extend and importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if not spec:
            return None
        execute = spec.loader.exec_module

        def execute_and_extend(module):
            execute(module)
            extend(module)

        spec.loader.exec_module = execute_and_extend
        return spec


sys.meta_path.insert(0, ExtendAfterImport())
