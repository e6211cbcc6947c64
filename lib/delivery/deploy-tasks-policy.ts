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
  return policyDocument([
    allow(
      'List',
      [
        ...actions(
          'application-autoscaling',
          'DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions',
        ),
        'ecr:GetAuthorizationToken',
        // ECS has no resource for the latter.
        ...actions('ecs', 'DeregisterTaskDefinition ListTaskDefinitions'),
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
              'BatchCheckLayerAvailability CompleteLayerUpload GetDownloadUrlForLayer InitiateLayerUpload PutImage UploadLayerPart',
            ),
            repositoryArns,
          ),
        ]),
    allow(
      'ManageTasks',
      actions(
        'ecs',
        'CreateCluster CreateService DeleteCluster DeleteService DescribeClusters DescribeServiceDeployments ' +
          'DescribeServiceRevisions DescribeServices DescribeTasks ListServiceDeployments ListTagsForResource ' +
          'PutClusterCapacityProviders RegisterTaskDefinition RunTask StopServiceDeployment StopTask TagResource UntagResource ' +
          'UpdateCluster UpdateClusterSettings UpdateService',
      ),
      own(
        access,
        'ecs',
        `cluster/${prefix}`,
        ...['service', 'service-deployment', 'service-revision', 'task'].map((type) => `${type}/${prefix}/*`),
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
    allow(
      'CreateScaling',
      actions('application-autoscaling', 'RegisterScalableTarget'),
      targets,
      createdAs(environment),
    ),
    allow('TagNewScaling', ['application-autoscaling:TagResource'], targets, firstTaggedAs(environment)),
    allow(
      'ManageOwnScaling',
      actions(
        'application-autoscaling',
        'DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget ListTagsForResource PutScalingPolicy ' +
          'PutScheduledAction RegisterScalableTarget TagResource UntagResource',
      ),
      targets,
      taggedAs(environment),
    ),
    allow(
      'CreateNamespace',
      actions('servicediscovery', 'CreateHttpNamespace TagResource'),
      ['*'],
      createdAs(environment),
    ),
    allow(
      'ManageOwnNamespace',
      actions('servicediscovery', 'DeleteNamespace GetNamespace GetOperation UpdateHttpNamespace'),
      own(access, 'servicediscovery', 'namespace/*'),
      taggedAs(environment),
    ),
    allow(
      'ManageLogs',
      actions(
        'logs',
        'AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey ListTagsForResource ' +
          'ListTagsLogGroup PutRetentionPolicy TagLogGroup TagResource UntagLogGroup UntagResource',
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
