/**
 * What Terraform and the AWS provider ask for to create, read, change and destroy a resource of a type: recorded while they deployed and
 * planned the examples `everything` and `production` in the embedded AWS, and completed with what the provider's source does in cases
 * that do not happen there. The end-to-end test of `production` compares the role with what is recorded in it.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service
 */
export interface DeploymentActions {
  /** The resource part of its ARN, or the whole ARN where it has another form; what is in `<>` is that of the environment. */
  readonly resource: string;

  /**
   * Actions on what the name of an environment is in.
   *
   * @default - none
   */
  readonly named?: string;

  /**
   * Actions on what does not exist yet, known by the tags that it gets.
   *
   * @default - none
   */
  readonly created?: string;

  /**
   * Actions on what exists, known by its tags.
   *
   * @default - none
   */
  readonly tagged?: string;

  /**
   * Actions that are asked for everything, or for what is nobody's.
   *
   * @default - none
   */
  readonly open?: string;

  /**
   * What each request says besides, by condition key.
   *
   * @default - nothing
   */
  readonly context?: Readonly<Record<string, string>>;
}

const SCALING_OF_SERVICES = {
  'application-autoscaling:service-namespace': 'ecs',
  'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
};

const SECURITY_GROUP_RULE: DeploymentActions = {
  resource: 'ec2 security-group-rule/sgr-1',
  created: 'ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress',
  tagged: 'ec2:CreateTags ec2:DeleteTags ec2:ModifySecurityGroupRules',
};

/** By type of resource; several where a request asks for several resources. Types that only lead to actions on others are empty. */
export const DEPLOYMENT_ACTIONS: Readonly<Record<string, readonly DeploymentActions[]>> = {
  aws_acm_certificate: [
    {
      resource: 'acm certificate/1',
      created: 'acm:AddTagsToCertificate',
      tagged: 'acm:AddTagsToCertificate acm:DeleteCertificate acm:RemoveTagsFromCertificate',
      open: 'acm:DescribeCertificate acm:ListTagsForCertificate',
    },
  ],
  aws_acm_certificate_validation: [],
  aws_appautoscaling_policy: [
    {
      resource: 'application-autoscaling scalable-target/1',
      tagged: 'application-autoscaling:PutScalingPolicy application-autoscaling:DeleteScalingPolicy',
      context: SCALING_OF_SERVICES,
    },
  ],
  aws_appautoscaling_scheduled_action: [
    {
      resource: 'application-autoscaling scalable-target/1',
      tagged: 'application-autoscaling:PutScheduledAction application-autoscaling:DeleteScheduledAction',
      context: SCALING_OF_SERVICES,
    },
  ],
  aws_appautoscaling_target: [
    {
      resource: 'application-autoscaling scalable-target/1',
      created: 'application-autoscaling:RegisterScalableTarget',
      tagged: 'application-autoscaling:RegisterScalableTarget application-autoscaling:DeregisterScalableTarget',
      context: SCALING_OF_SERVICES,
    },
    {
      resource: 'application-autoscaling scalable-target/1',
      created: 'application-autoscaling:TagResource',
      tagged: 'application-autoscaling:ListTagsForResource application-autoscaling:TagResource',
    },
  ],
  aws_cloudwatch_dashboard: [
    {
      resource: 'arn:aws:cloudwatch::123456789012:dashboard/<prefix>',
      named: 'cloudwatch:GetDashboard cloudwatch:PutDashboard cloudwatch:DeleteDashboards',
    },
  ],
  aws_cloudwatch_event_rule: [
    {
      resource: 'events rule/<prefix>-failed-tasks',
      named: 'events:DescribeRule events:ListTagsForResource events:PutRule events:DeleteRule events:TagResource',
    },
  ],
  aws_cloudwatch_event_target: [
    {
      resource: 'events rule/<prefix>-failed-tasks',
      named: 'events:ListTargetsByRule events:PutTargets events:RemoveTargets',
    },
  ],
  aws_cloudwatch_log_group: [
    ...['/ecs/<hierarchy>/web', '/ecs-exec/<hierarchy>', '/vpc/<hierarchy>/flow-logs'].map((name) => ({
      resource: `logs log-group:${name}`,
      named:
        'logs:CreateLogGroup logs:PutRetentionPolicy logs:ListTagsForResource logs:TagResource logs:AssociateKmsKey ' +
        'logs:DisassociateKmsKey logs:DeleteLogGroup',
    })),
  ],
  aws_cloudwatch_metric_alarm: [
    {
      resource: 'cloudwatch alarm:<prefix>-web-cpu',
      named:
        'cloudwatch:DescribeAlarms cloudwatch:ListTagsForResource cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms ' +
        'cloudwatch:TagResource',
    },
  ],
  aws_default_security_group: [
    {
      resource: 'ec2 security-group/sg-1',
      created: 'ec2:CreateTags',
      tagged: 'ec2:RevokeSecurityGroupEgress ec2:RevokeSecurityGroupIngress',
    },
  ],
  aws_ecs_cluster: [
    {
      resource: 'ecs cluster/<prefix>',
      named: 'ecs:CreateCluster ecs:DescribeClusters ecs:DeleteCluster ecs:UpdateCluster ecs:TagResource',
    },
  ],
  aws_ecs_cluster_capacity_providers: [{ resource: 'ecs cluster/<prefix>', named: 'ecs:PutClusterCapacityProviders' }],
  aws_ecs_service: [
    {
      resource: 'ecs service/<prefix>/<prefix>-web',
      named: 'ecs:CreateService ecs:DescribeServices ecs:UpdateService ecs:DeleteService ecs:TagResource',
    },
  ],
  aws_ecs_task_definition: [
    { resource: 'ecs task-definition/<prefix>-web:1', named: 'ecs:RegisterTaskDefinition ecs:TagResource' },
    { resource: '*', open: 'ecs:DescribeTaskDefinition ecs:DeregisterTaskDefinition' },
  ],
  aws_eip: [
    {
      resource: 'ec2 elastic-ip/eipalloc-1',
      created: 'ec2:AllocateAddress',
      tagged: 'ec2:ReleaseAddress ec2:CreateNatGateway',
    },
    { resource: '*', open: 'ec2:DescribeAddresses ec2:DescribeAddressesAttribute' },
  ],
  aws_flow_log: [
    { resource: 'ec2 vpc-flow-log/fl-1', created: 'ec2:CreateFlowLogs', tagged: 'ec2:DeleteFlowLogs' },
    { resource: 'ec2 vpc/vpc-1', tagged: 'ec2:CreateFlowLogs' },
    { resource: '*', open: 'ec2:DescribeFlowLogs' },
  ],
  aws_iam_role: [
    {
      resource: 'arn:aws:iam::123456789012:role/<prefix>-web-task',
      named:
        'iam:GetRole iam:ListRolePolicies iam:ListAttachedRolePolicies iam:TagRole iam:DeleteRole iam:ListInstanceProfilesForRole',
    },
    { resource: '*', open: 'iam:ListRoles' },
  ],
  aws_iam_role_policies_exclusive: [
    {
      resource: 'arn:aws:iam::123456789012:role/<prefix>-web-task',
      named: 'iam:ListRolePolicies iam:DeleteRolePolicy',
    },
  ],
  aws_iam_role_policy: [
    { resource: 'arn:aws:iam::123456789012:role/<prefix>-web-task', named: 'iam:GetRolePolicy iam:DeleteRolePolicy' },
  ],
  aws_iam_role_policy_attachments_exclusive: [
    {
      resource: 'arn:aws:iam::123456789012:role/<prefix>-web-task',
      named: 'iam:ListAttachedRolePolicies iam:DetachRolePolicy',
    },
  ],
  aws_internet_gateway: [
    {
      resource: 'ec2 internet-gateway/igw-1',
      created: 'ec2:CreateInternetGateway',
      tagged: 'ec2:AttachInternetGateway ec2:DetachInternetGateway ec2:DeleteInternetGateway',
    },
    { resource: 'ec2 vpc/vpc-1', tagged: 'ec2:AttachInternetGateway ec2:DetachInternetGateway' },
    { resource: '*', open: 'ec2:DescribeInternetGateways' },
  ],
  aws_kms_alias: [
    { resource: 'kms alias/<prefix>', named: 'kms:CreateAlias kms:UpdateAlias kms:DeleteAlias' },
    { resource: 'kms key/1', tagged: 'kms:CreateAlias kms:UpdateAlias kms:DeleteAlias' },
    { resource: '*', open: 'kms:ListAliases' },
  ],
  aws_kms_key: [
    {
      resource: 'kms key/1',
      created: 'kms:TagResource',
      tagged:
        'kms:DescribeKey kms:EnableKeyRotation kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags kms:PutKeyPolicy ' +
        'kms:ScheduleKeyDeletion kms:TagResource',
    },
    { resource: '*', created: 'kms:CreateKey' },
  ],
  aws_lb: [
    {
      resource: 'elasticloadbalancing loadbalancer/app/<load-balancer>/1',
      named:
        'elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:AddTags elasticloadbalancing:ModifyLoadBalancerAttributes ' +
        'elasticloadbalancing:SetSecurityGroups elasticloadbalancing:DeleteLoadBalancer',
    },
    {
      resource: '*',
      open:
        'elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes ' +
        'elasticloadbalancing:DescribeTags elasticloadbalancing:DescribeCapacityReservation ec2:DescribeNetworkInterfaces',
    },
  ],
  aws_lb_listener: [
    {
      resource: 'elasticloadbalancing loadbalancer/app/<load-balancer>/1',
      named: 'elasticloadbalancing:CreateListener',
    },
    {
      resource: 'elasticloadbalancing listener/app/<load-balancer>/1/2',
      named:
        'elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyListenerAttributes ' +
        'elasticloadbalancing:DeleteListener',
    },
    { resource: '*', open: 'elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes' },
  ],
  aws_lb_listener_rule: [
    { resource: 'elasticloadbalancing listener/app/<load-balancer>/1/2', named: 'elasticloadbalancing:CreateRule' },
    {
      resource: 'elasticloadbalancing listener-rule/app/<load-balancer>/1/2/3',
      named: 'elasticloadbalancing:ModifyRule elasticloadbalancing:SetRulePriorities elasticloadbalancing:DeleteRule',
    },
    { resource: '*', open: 'elasticloadbalancing:DescribeRules' },
  ],
  aws_lb_target_group: [
    {
      resource: 'elasticloadbalancing targetgroup/web-1/1',
      created: 'elasticloadbalancing:CreateTargetGroup',
      tagged:
        'elasticloadbalancing:AddTags elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes ' +
        'elasticloadbalancing:DeleteTargetGroup',
    },
    {
      resource: '*',
      open: 'elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes',
    },
  ],
  aws_nat_gateway: [
    { resource: 'ec2 natgateway/nat-1', created: 'ec2:CreateNatGateway', tagged: 'ec2:DeleteNatGateway' },
    { resource: 'ec2 subnet/subnet-1', tagged: 'ec2:CreateNatGateway' },
    { resource: '*', open: 'ec2:DescribeNatGateways' },
  ],
  aws_route: [
    { resource: 'ec2 route-table/rtb-1', tagged: 'ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute' },
    { resource: '*', open: 'ec2:DescribeRouteTables' },
  ],
  aws_route53_record: [
    {
      resource: 'arn:aws:route53:::hostedzone/Z1',
      open: 'route53:GetHostedZone route53:ListResourceRecordSets route53:ListTagsForResource',
    },
    { resource: 'arn:aws:route53:::change/C1', open: 'route53:GetChange' },
    { resource: '*', open: 'route53:ListHostedZones' },
  ],
  aws_route_table: [
    { resource: 'ec2 route-table/rtb-1', created: 'ec2:CreateRouteTable', tagged: 'ec2:DeleteRouteTable' },
    { resource: 'ec2 vpc/vpc-1', tagged: 'ec2:CreateRouteTable' },
  ],
  aws_route_table_association: [
    { resource: 'ec2 route-table/rtb-1', tagged: 'ec2:AssociateRouteTable ec2:DisassociateRouteTable' },
    { resource: 'ec2 subnet/subnet-1', tagged: 'ec2:AssociateRouteTable ec2:DisassociateRouteTable' },
  ],
  aws_s3_bucket: [
    {
      resource: 'arn:aws:s3:::<load-balancer>-elb-logs-123456789012',
      named:
        's3:CreateBucket s3:DeleteBucket s3:GetAccelerateConfiguration s3:GetBucketAcl s3:GetBucketCORS s3:GetBucketLogging ' +
        's3:GetBucketObjectLockConfiguration s3:GetBucketRequestPayment s3:GetBucketTagging s3:GetBucketVersioning ' +
        's3:GetBucketWebsite s3:GetReplicationConfiguration s3:ListBucket s3:PutBucketTagging',
    },
    {
      resource: 'arn:aws:s3:::<load-balancer>-elb-logs-123456789012/AWSLogs/1',
      named: 's3:DeleteObject s3:DeleteObjectVersion',
    },
  ],
  aws_s3_bucket_lifecycle_configuration: [
    {
      resource: 'arn:aws:s3:::<load-balancer>-elb-logs-123456789012',
      named: 's3:GetLifecycleConfiguration s3:PutLifecycleConfiguration',
    },
  ],
  aws_s3_bucket_policy: [
    {
      resource: 'arn:aws:s3:::<load-balancer>-elb-logs-123456789012',
      named: 's3:GetBucketPolicy s3:PutBucketPolicy s3:DeleteBucketPolicy',
    },
  ],
  aws_s3_bucket_public_access_block: [
    {
      resource: 'arn:aws:s3:::<load-balancer>-elb-logs-123456789012',
      named: 's3:GetBucketPublicAccessBlock s3:PutBucketPublicAccessBlock',
    },
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    {
      resource: 'arn:aws:s3:::<load-balancer>-elb-logs-123456789012',
      named: 's3:GetEncryptionConfiguration s3:PutEncryptionConfiguration',
    },
  ],
  aws_scheduler_schedule: [
    {
      resource: 'scheduler schedule/<prefix>/<prefix>-report',
      named: 'scheduler:CreateSchedule scheduler:GetSchedule scheduler:UpdateSchedule scheduler:DeleteSchedule',
    },
  ],
  aws_scheduler_schedule_group: [
    {
      resource: 'scheduler schedule-group/<prefix>',
      named:
        'scheduler:CreateScheduleGroup scheduler:GetScheduleGroup scheduler:DeleteScheduleGroup scheduler:ListTagsForResource ' +
        'scheduler:TagResource',
    },
  ],
  aws_secretsmanager_secret: [
    {
      resource: 'secretsmanager secret:<hierarchy>/db-AbCdEf',
      named:
        'secretsmanager:CreateSecret secretsmanager:UpdateSecret secretsmanager:DeleteSecret secretsmanager:TagResource',
      open: 'secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy',
    },
  ],
  aws_secretsmanager_secret_version: [
    {
      resource: 'secretsmanager secret:<hierarchy>/db-AbCdEf',
      named: 'secretsmanager:GetSecretValue secretsmanager:PutSecretValue secretsmanager:UpdateSecretVersionStage',
    },
  ],
  aws_security_group: [
    {
      resource: 'ec2 security-group/sg-1',
      created: 'ec2:CreateSecurityGroup',
      tagged: 'ec2:RevokeSecurityGroupEgress ec2:DeleteSecurityGroup ec2:CreateTags',
    },
    { resource: 'ec2 vpc/vpc-1', tagged: 'ec2:CreateSecurityGroup' },
    { resource: '*', open: 'ec2:DescribeSecurityGroups' },
  ],
  aws_service_discovery_http_namespace: [
    {
      resource: 'servicediscovery namespace/ns-1',
      tagged: 'servicediscovery:DeleteNamespace servicediscovery:GetNamespace',
      open: 'servicediscovery:GetOperation',
    },
    {
      resource: '*',
      created: 'servicediscovery:CreateHttpNamespace',
      open: 'servicediscovery:ListTagsForResource servicediscovery:TagResource',
    },
  ],
  aws_sns_topic: [
    {
      resource: 'sns <prefix>-alarms',
      named:
        'sns:CreateTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:ListTagsForResource sns:TagResource sns:DeleteTopic',
    },
  ],
  aws_sns_topic_policy: [{ resource: 'sns <prefix>-alarms', named: 'sns:GetTopicAttributes sns:SetTopicAttributes' }],
  aws_sns_topic_subscription: [
    {
      resource: 'sns <prefix>-alarms',
      named: 'sns:Subscribe sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes sns:Unsubscribe',
    },
  ],
  aws_sqs_queue: [
    {
      resource: 'sqs <prefix>-tasks-not-started',
      named:
        'sqs:CreateQueue sqs:GetQueueAttributes sqs:SetQueueAttributes sqs:ListQueueTags sqs:TagQueue sqs:DeleteQueue',
    },
  ],
  aws_sqs_queue_policy: [
    { resource: 'sqs <prefix>-tasks-not-started', named: 'sqs:GetQueueAttributes sqs:SetQueueAttributes' },
  ],
  aws_ssm_parameter: [
    {
      resource: 'ssm parameter/<hierarchy>/token',
      named: 'ssm:PutParameter ssm:GetParameter ssm:AddTagsToResource ssm:DeleteParameter',
      open: 'ssm:ListTagsForResource',
    },
    { resource: '*', open: 'ssm:DescribeParameters' },
  ],
  aws_subnet: [
    {
      resource: 'ec2 subnet/subnet-1',
      created: 'ec2:CreateSubnet',
      tagged: 'ec2:ModifySubnetAttribute ec2:DeleteSubnet ec2:CreateTags',
    },
    { resource: 'ec2 vpc/vpc-1', tagged: 'ec2:CreateSubnet' },
    { resource: '*', open: 'ec2:DescribeSubnets' },
  ],
  aws_vpc: [
    {
      resource: 'ec2 vpc/vpc-1',
      created: 'ec2:CreateVpc',
      tagged: 'ec2:DescribeVpcAttribute ec2:ModifyVpcAttribute ec2:DeleteVpc ec2:CreateTags ec2:DeleteTags',
    },
    { resource: '*', open: 'ec2:DescribeVpcs ec2:DescribeNetworkAcls ec2:DescribeSecurityGroupRules' },
  ],
  aws_vpc_endpoint: [
    {
      resource: 'ec2 vpc-endpoint/vpce-1',
      created: 'ec2:CreateVpcEndpoint',
      tagged: 'ec2:ModifyVpcEndpoint ec2:DeleteVpcEndpoints',
    },
    ...['vpc/vpc-1', 'route-table/rtb-1', 'subnet/subnet-1', 'security-group/sg-1'].map((resource) => ({
      resource: `ec2 ${resource}`,
      tagged: 'ec2:CreateVpcEndpoint',
    })),
    { resource: 'arn:aws:route53:::hostedzone/Z1', open: 'route53:AssociateVPCWithHostedZone' },
    { resource: '*', open: 'ec2:DescribeVpcEndpoints ec2:DescribePrefixLists' },
  ],
  aws_vpc_security_group_egress_rule: [
    SECURITY_GROUP_RULE,
    { resource: 'ec2 security-group/sg-1', tagged: 'ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupEgress' },
  ],
  aws_vpc_security_group_ingress_rule: [
    SECURITY_GROUP_RULE,
    {
      resource: 'ec2 security-group/sg-1',
      tagged: 'ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress ec2:ModifySecurityGroupRules',
    },
  ],
  aws_wafv2_web_acl_association: [
    {
      resource: 'elasticloadbalancing loadbalancer/app/<load-balancer>/1',
      named: 'wafv2:AssociateWebACL wafv2:DisassociateWebACL wafv2:GetWebACLForResource',
    },
  ],
};
