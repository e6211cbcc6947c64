import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { execLogGroup, namePrefix, secretHierarchy } from '../naming/names';
import { own, type DeployAccess } from './deploy-access';
import { actions, allow, createdAs, firstTaggedAs, taggedAs } from './statements';

/**
 * What runs, and what it is made of: images, cluster, task definitions, services, schedules, scaling, Service Connect, logs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function deployTasksPolicy(access: DeployAccess): PolicyDocument {
  const { environment, repositoryArns } = access;
  const prefix = namePrefix(environment);
  const targets = own(access, 'application-autoscaling', 'scalable-target/*');
  const ofServices = {
    'application-autoscaling:service-namespace': 'ecs',
    'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
  };
  return policyDocument([
    allow(
      'List',
      [
        ...actions(
          'application-autoscaling',
          'DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions',
        ),
        'ecr:GetAuthorizationToken',
        // ECS has no resource for it.
        'ecs:DeregisterTaskDefinition',
        'logs:DescribeLogGroups',
        ...actions('servicediscovery', 'ListNamespaces ListTagsForResource'),
      ],
      ['*'],
    ),
    ...(repositoryArns.length === 0
      ? []
      : [
          allow(
            'PushImages',
            actions(
              'ecr',
              'BatchCheckLayerAvailability CompleteLayerUpload InitiateLayerUpload PutImage UploadLayerPart',
            ),
            repositoryArns,
          ),
        ]),
    allow(
      'ManageTasks',
      actions(
        'ecs',
        'CreateCluster CreateService DeleteCluster DeleteService DescribeClusters DescribeServiceDeployments ' +
          'DescribeServices DescribeTasks ListServiceDeployments ListTagsForResource ' +
          'PutClusterCapacityProviders RegisterTaskDefinition RunTask StopServiceDeployment TagResource UntagResource ' +
          'UpdateCluster UpdateService',
      ),
      own(
        access,
        'ecs',
        `cluster/${prefix}`,
        ...['service', 'service-deployment', 'task'].map((type) => `${type}/${prefix}/*`),
        `task-definition/${prefix}-*:*`,
      ),
    ),
    allow('ListTasks', ['ecs:ListTasks'], own(access, 'ecs', `container-instance/${prefix}/*`), {
      ArnEquals: { 'ecs:cluster': own(access, 'ecs', `cluster/${prefix}`) },
    }),
    allow(
      'ManageSchedules',
      actions(
        'scheduler',
        'CreateSchedule CreateScheduleGroup DeleteSchedule DeleteScheduleGroup GetSchedule GetScheduleGroup ' +
          'ListTagsForResource TagResource UntagResource UpdateSchedule',
      ),
      own(access, 'scheduler', `schedule-group/${prefix}`, `schedule/${prefix}/*`),
    ),
    allow('CreateScaling', actions('application-autoscaling', 'RegisterScalableTarget'), targets, {
      StringEquals: { ...createdAs(environment).StringEquals, ...ofServices },
    }),
    allow('TagNewScaling', ['application-autoscaling:TagResource'], targets, firstTaggedAs(environment)),
    allow(
      'ManageOwnScaling',
      actions(
        'application-autoscaling',
        'DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget PutScalingPolicy PutScheduledAction ' +
          'RegisterScalableTarget',
      ),
      targets,
      { StringEquals: { ...taggedAs(environment).StringEquals, ...ofServices } },
    ),
    allow(
      'TagOwnScaling',
      actions('application-autoscaling', 'ListTagsForResource TagResource UntagResource'),
      targets,
      taggedAs(environment),
    ),
    // Cloud Map asks for no resource when something is tagged: whoever may tag new namespaces may tag every one.
    ...(environment.serviceConnect === true
      ? [
          allow(
            'CreateNamespace',
            actions('servicediscovery', 'CreateHttpNamespace TagResource'),
            ['*'],
            createdAs(environment),
          ),
          // A change of other tags sends only these.
          allow('TagNamespaces', ['servicediscovery:TagResource'], ['*'], {
            Null: { 'aws:RequestTag/application': 'true', 'aws:RequestTag/environment': 'true' },
          }),
        ]
      : []),
    allow(
      'ManageOwnNamespace',
      actions('servicediscovery', 'DeleteNamespace GetNamespace'),
      own(access, 'servicediscovery', 'namespace/*'),
      taggedAs(environment),
    ),
    // Whether a namespace is created yet: so it may have no tags.
    allow('WaitForNamespace', ['servicediscovery:GetOperation'], own(access, 'servicediscovery', 'namespace/*')),
    allow(
      'ManageLogs',
      actions(
        'logs',
        'AssociateKmsKey CreateLogGroup DeleteLogGroup DisassociateKmsKey ListTagsForResource PutRetentionPolicy TagResource ' +
          'UntagResource',
      ),
      own(
        access,
        'logs',
        `log-group:/ecs/${secretHierarchy(environment)}/*`,
        // With and without the end that stands for the streams: actions differ in what they ask for.
        `log-group:${execLogGroup(environment)}`,
        `log-group:${execLogGroup(environment)}:*`,
        `log-group:/vpc/${secretHierarchy(environment)}/*`,
      ),
    ),
  ]);
}
