"""What moto does differently from AWS, one function for each of its modules. See sitecustomize.py for how they get there."""

import functools
import json
import threading
import types


def extend_server(module):
    # One thread changes a dictionary while another goes through it, which then answers 500. Terraform tries again, and finds that
    # somebody has created what it wanted to create. So each service answers one request after the other.
    application = module.DomainDispatcherApplication
    get_application = application.get_application
    locks = {}

    @functools.wraps(get_application)
    def get_application_for_one_at_a_time(self, environ):
        service = get_application(self, environ)
        lock = locks.setdefault(service, threading.Lock())

        def answer(environ, start_response):
            with lock:
                return service(environ, start_response)

        return answer

    application.get_application = get_application_for_one_at_a_time


def extend_acm(module):
    bundle = module.CertBundle
    check = bundle.check

    # A certificate is issued a minute after it was requested. ACM issues it when it finds the records that validate its names.
    @functools.wraps(check)
    def check_records(self):
        if self.type != "AMAZON_ISSUED" or self.status != "PENDING_VALIDATION":
            return check(self)
        from moto.route53.models import route53_backends

        _, partition, _, _, account_id, _ = self.arn.split(":", 5)
        zones = list(route53_backends[account_id][partition].zones.values())
        known = {(record.name.rstrip("."), record.type) for zone in zones for record in list(zone.rrsets)}
        options = self.describe()["Certificate"]["DomainValidationOptions"]
        wanted = {(option["ResourceRecord"]["Name"].rstrip("."), option["ResourceRecord"]["Type"]) for option in options}
        if wanted <= known:
            self.status = "ISSUED"

    bundle.check = check_records


def extend_application_auto_scaling(module):
    # Every call about tags fails, which the provider tries again for minutes, and RegisterScalableTarget drops them.
    responses = module.ApplicationAutoScalingResponse
    register_scalable_target = responses.register_scalable_target
    tags = {}

    def tags_of(self):
        return tags.setdefault(self._get_param("ResourceARN"), {})

    @functools.wraps(register_scalable_target)
    def register_scalable_target_with_tags(self):
        answer = register_scalable_target(self)
        tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(self._get_param("Tags", {}))
        return answer

    def list_tags_for_resource(self):
        return json.dumps({"Tags": tags_of(self)})

    def tag_resource(self):
        tags_of(self).update(self._get_param("Tags"))
        return "{}"

    def untag_resource(self):
        for key in self._get_param("TagKeys"):
            tags_of(self).pop(key, None)
        return "{}"

    responses.register_scalable_target = register_scalable_target_with_tags
    responses.list_tags_for_resource = list_tags_for_resource
    responses.tag_resource = tag_resource
    responses.untag_resource = untag_resource


def extend_ecs_responses(module):
    from moto.core.utils import camelcase_to_underscores, unix_time

    # CreateService drops these, UpdateService keeps them: a plan after the first deployment would set them again.
    kept = (
        "availabilityZoneRebalancing",
        "capacityProviderStrategy",
        "deploymentConfiguration",
        "enableECSManagedTags",
        "enableExecuteCommand",
        "healthCheckGracePeriodSeconds",
    )
    responses = module.EC2ContainerServiceResponse
    create_service = responses.create_service

    @functools.wraps(create_service)
    def create_service_with_all_settings(self):
        result = create_service(self)
        service = self.ecs_backend._get_service(self._get_param("cluster", "default"), self._get_param("serviceName"))
        for name in kept:
            value = self._get_param(name)
            if value is not None:
                setattr(service, camelcase_to_underscores(name), value)
        record_service_connect(self, service)
        return result

    update_service = responses.update_service

    @functools.wraps(update_service)
    def update_service_with_service_connect(self):
        result = update_service(self)
        name = self._get_param("service").split("/")[-1]
        record_service_connect(self, self.ecs_backend._get_service(self._get_param("cluster", "default"), name))
        return result

    # Of Service Connect, only the deployments of a service tell, and nothing if it is off.
    def record_service_connect(self, service):
        configuration = self._get_param("serviceConnectConfiguration")
        for deployment in service.deployments if configuration is not None else ():
            deployment.pop("serviceConnectConfiguration", None)
            if configuration["enabled"]:
                deployment["serviceConnectConfiguration"] = configuration

    # What became of the deployments of a service cannot be asked. Of each service, only the current one is known here.
    def service_deployments(service):
        for deployment in service.deployments:
            deployment_id = deployment["id"].split("/")[-1]
            yield {
                "serviceDeploymentArn": f"{service.arn.replace(':service/', ':service-deployment/')}/{deployment_id}",
                "serviceArn": service.arn,
                "clusterArn": service.cluster_arn,
                "status": "SUCCESSFUL",
                "createdAt": unix_time(deployment["createdAt"]),
                "finishedAt": unix_time(deployment["updatedAt"]),
            }

    def list_service_deployments(self):
        name = self._get_param("service").split("/")[-1]
        service = self.ecs_backend._get_service(self._get_param("cluster", "default"), name)
        statuses = self._get_param("status") or ["SUCCESSFUL"]
        found = [deployment for deployment in service_deployments(service) if deployment["status"] in statuses]
        return json.dumps({"serviceDeployments": found})

    def describe_service_deployments(self):
        known = [one for service in self.ecs_backend.services.values() for one in service_deployments(service)]
        arns = self._get_param("serviceDeploymentArns")
        found = [deployment for deployment in known if deployment["serviceDeploymentArn"] in arns]
        return json.dumps({"serviceDeployments": found, "failures": []})

    responses.create_service = create_service_with_all_settings
    responses.update_service = update_service_with_service_connect
    responses.list_service_deployments = list_service_deployments
    responses.describe_service_deployments = describe_service_deployments


def extend_ecs_models(module):
    backend = module.EC2ContainerServiceBackend
    create_service, update_service = backend.create_service, backend.update_service

    def settle(service):
        # No task ever runs here. A service that never reaches its desired count would keep `wait_for_steady_state` waiting.
        service.running_count = service.desired_count
        service.pending_count = 0
        for deployment in service.deployments:
            deployment.update(
                desiredCount=service.desired_count,
                runningCount=service.desired_count,
                pendingCount=0,
                rolloutState="COMPLETED",
                rolloutStateReason=f"ECS deployment {deployment['id']} completed.",
            )
        return service

    @functools.wraps(create_service)
    def create_settled_service(self, *args, **kwargs):
        return settle(create_service(self, *args, **kwargs))

    @functools.wraps(update_service)
    def update_service_and_deployment(self, service_properties):
        own = self._get_service(service_properties.get("cluster", "default"), service_properties["service"])
        before = getattr(own, "deployment_configuration", {})
        changed = service_properties.get("deployment_configuration")
        service = update_service(self, service_properties)
        # What a call does not mention of how to deploy, such as the circuit breaker, would be forgotten.
        if changed is not None:
            service.deployment_configuration = {**before, **changed}
        # The record of the deployment would stay at the task definition that the service was created with.
        service.task_definition = self.describe_task_definition(service.task_definition).arn
        for deployment in service.deployments:
            if deployment["taskDefinition"] != service.task_definition:
                now = module.utcnow()
                new_id = f"ecs-svc/{module.mock_random.randint(0, 32**12)}"
                deployment.update(id=new_id, taskDefinition=service.task_definition, createdAt=now, updatedAt=now)
        return settle(service)

    calculate_requirements = backend._calculate_task_resource_requirements

    # A task on Fargate has its memory as a whole. RunTask fails if its containers have none of their own.
    def calculate_requirements_of_fargate(task_definition):
        containers = [
            {**container, "memory": container.get("memory", container.get("memoryReservation", 0))}
            for container in task_definition.container_definitions
        ]
        return calculate_requirements(types.SimpleNamespace(container_definitions=containers))

    backend.create_service = create_settled_service
    backend.update_service = update_service_and_deployment
    backend._calculate_task_resource_requirements = staticmethod(calculate_requirements_of_fargate)


def extend_iam_access_control(module):
    statement = module.IAMPolicyStatement
    is_action_permitted = statement.is_action_permitted

    # A statement of a bucket policy is taken to deny whatever its condition says. One about TLS would deny everything, as all requests
    # come by HTTP here, where they stand for those that come by TLS in AWS.
    @functools.wraps(is_action_permitted)
    def is_permitted_by_tls(self, *args, **kwargs):
        if self._statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}:
            return module.PermissionResult.NEUTRAL
        return is_action_permitted(self, *args, **kwargs)

    statement.is_action_permitted = is_permitted_by_tls


def extend_kms(module):
    responses = module.KmsResponse
    enable_key_rotation, get_key_rotation_status = responses.enable_key_rotation, responses.get_key_rotation_status

    def key_of(self):
        return self.kms_backend.keys[self.kms_backend.get_key_id(self._get_param("KeyId"))]

    # The rotation period is dropped, and comes back as 0 days.
    @functools.wraps(enable_key_rotation)
    def enable_key_rotation_with_period(self):
        answer = enable_key_rotation(self)
        key_of(self).rotation_period_in_days = self._get_param("RotationPeriodInDays") or 365
        return answer

    @functools.wraps(get_key_rotation_status)
    def get_key_rotation_status_with_period(self):
        answer = json.loads(get_key_rotation_status(self))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key_of(self), "rotation_period_in_days", 365)
        return json.dumps(answer)

    responses.enable_key_rotation = enable_key_rotation_with_period
    responses.get_key_rotation_status = get_key_rotation_status_with_period


def extend_logs(module):
    from moto.logs.exceptions import ResourceNotFoundException

    responses = module.LogsResponse

    def group_of(self):
        name = self._get_param("logGroupName")
        if name not in self.logs_backend.groups:
            raise ResourceNotFoundException()
        return self.logs_backend.groups[name]

    # A log group keeps the key that it is created with: there is no operation that gives it another, or takes it away.
    def associate_kms_key(self):
        group_of(self).kms_key_id = self._get_param("kmsKeyId")
        return ""

    def disassociate_kms_key(self):
        group_of(self).kms_key_id = None
        return ""

    responses.associate_kms_key = associate_kms_key
    responses.disassociate_kms_key = disassociate_kms_key


def extend_security_groups(module):
    rule = module.SecurityGroupRule
    initialize = rule.__init__

    # The description is kept with an address range only. A rule that names a security group or a prefix list loses it.
    @functools.wraps(initialize)
    def initialize_with_description(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        prefix_list = kwargs.get("prefix_list_id") or (args[7] if len(args) > 7 else None) or {}
        for named in (self.source_group, prefix_list):
            if "Description" in named:
                self.ip_range = {"Description": named["Description"]}
        # It is not part of what the rule allows, and would make two rules that allow the same look different.
        self.source_group = {key: value for key, value in self.source_group.items() if key != "Description"}

    rule.__init__ = initialize_with_description

    backend = module.SecurityGroupBackend
    modify_security_group_rules = backend.modify_security_group_rules

    # A rule for all protocols has no ports. A change of its description is refused because they are missing.
    @functools.wraps(modify_security_group_rules)
    def modify_rules_without_ports(self, group_id, rules):
        portless = {rule_id: changed for rule_id, changed in rules.items() if changed.get("IpProtocol") == "-1"}
        complete = {rule_id: {"FromPort": -1, "ToPort": -1, **changed} for rule_id, changed in portless.items()}
        modify_security_group_rules(self, group_id, {**rules, **complete})
        for rule_id in portless:
            changed_rule = self.get_security_group_by_name_or_id(group_id).get_rule(rule_id)
            changed_rule.from_port = changed_rule.to_port = None

    backend.modify_security_group_rules = modify_rules_without_ports


def extend_secrets_manager(module):
    backend, secret = module.SecretsManagerBackend, module.FakeSecret
    update_secret_version_stage, reset_default_version = backend.update_secret_version_stage, secret.reset_default_version

    # Moving AWSCURRENT leaves the version that is read without a stage where it was.
    @functools.wraps(update_secret_version_stage)
    def move_stage_and_default(self, secret_id, version_stage, remove_from_version_id, move_to_version_id):
        answer = update_secret_version_stage(
            self, secret_id, version_stage, remove_from_version_id, move_to_version_id
        )
        if version_stage == "AWSCURRENT" and move_to_version_id:
            self.secrets[secret_id].set_default_version_id(move_to_version_id)
        return answer

    # A new value takes all labels from the version before it. AWS takes AWSCURRENT only: other labels keep a version alive.
    @functools.wraps(reset_default_version)
    def reset_default_version_and_keep_labels(self, secret_version, version_id):
        previous = self.versions.get(self.default_version_id)
        labels = list(previous["version_stages"]) if previous else []
        reset_default_version(self, secret_version, version_id)
        if previous is not None and previous is not secret_version:
            taken = {"AWSCURRENT", "AWSPREVIOUS", *secret_version["version_stages"]}
            previous["version_stages"] += [label for label in labels if label not in taken]

    list_secret_version_ids = backend.list_secret_version_ids

    # Versions are listed as if each had been made at this moment.
    @functools.wraps(list_secret_version_ids)
    def list_versions_with_their_dates(self, secret_id):
        answer = json.loads(list_secret_version_ids(self, secret_id))
        for version in answer["Versions"]:
            version["CreatedDate"] = self.secrets[secret_id].versions[version["VersionId"]]["createdate"]
        return json.dumps(answer)

    backend.list_secret_version_ids = list_versions_with_their_dates
    backend.update_secret_version_stage = move_stage_and_default
    secret.reset_default_version = reset_default_version_and_keep_labels


def extend_secrets_manager_responses(module):
    responses = module.SecretsManagerResponse
    own_backend = responses.backend.fget

    # A secret of another account is found by its ARN. moto looks for it in the account of whoever asks.
    def backend_of_secret(self):
        arn = str(self._get_param("SecretId")).split(":")
        is_elsewhere = arn[0] == "arn" and len(arn) > 6 and arn[4] != self.current_account
        return module.secretsmanager_backends[arn[4]][self.region] if is_elsewhere else own_backend(self)

    responses.backend = property(backend_of_secret)


def extend_sqs(module):
    backend = module.SQSBackend
    set_queue_attributes = backend.set_queue_attributes

    # A call that does not mention the policy erases it.
    @functools.wraps(set_queue_attributes)
    def set_queue_attributes_and_keep_policy(self, queue_name, attributes):
        return set_queue_attributes(self, queue_name, {"Policy": self.get_queue(queue_name).policy, **attributes})

    backend.set_queue_attributes = set_queue_attributes_and_keep_policy


def extend_ssm(module):
    backend = module.SimpleSystemManagerBackend
    get_parameters = backend.get_parameters

    # GetParameter takes an ARN, as AWS does, but GetParameters only names; and ECS asks by ARN.
    @functools.wraps(get_parameters)
    def get_parameters_by_name_or_arn(self, names):
        found = {}
        for name in names:
            path = name.removeprefix(self.ssm_prefix)
            # The ARN of a parameter without a hierarchy has a slash that its name has not.
            plain = path[1:] if path != name and path not in self._parameters else path
            answer = get_parameters(self, [plain])
            if answer:
                found[name] = answer[plain]
        return found

    backend.get_parameters = get_parameters_by_name_or_arn
