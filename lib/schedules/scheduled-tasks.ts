import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { ArnLocation } from '../aws/arns';
import type { FargateCluster } from '../cluster/fargate-cluster';
import { ServiceRole } from '../iam/service-role';
import { schedulerTrustPolicy } from '../iam/trust-policy';
import type { AlarmTopic } from '../observability/alarm-topic';
import type { TaskNetwork } from '../network/task-network';
import type { FargateTaskDefinition } from '../tasks/fargate-task-definition';
import { FailureNotices } from './failure-notices';
import { scheduleRolePolicy } from './schedule-role-policy';
import type { ScheduledTaskDefinition } from './scheduled-task-definition';

export interface ScheduledTasksProps {
  /** First part of the names of schedule group, queue and topic. */
  readonly namePrefix: string;

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** Where the tasks run. */
  readonly cluster: FargateCluster;

  /**
   * Where failures are reported, together with everything else that somebody should look at.
   *
   * @default - a topic of their own
   */
  readonly topic?: AlarmTopic;

  /** What is started, and when. */
  readonly tasks: readonly ScheduledTask[];
}

export interface ScheduledTask {
  /** Name of the task in its environment; the id of its constructs. */
  readonly id: string;

  /** Name of the schedule and of the task definition's family. */
  readonly name: string;

  /** Name of the role with which EventBridge Scheduler starts the task. */
  readonly roleName: string;

  /** Schedule, time zone and retries. */
  readonly definition: ScheduledTaskDefinition;

  /** The task definition. */
  readonly task: FargateTaskDefinition;

  /** How the task is attached to the network. */
  readonly network: TaskNetwork;
}

const FOURTEEN_DAYS_IN_SECONDS = 14 * 24 * 60 * 60;

/**
 * The scheduled tasks of an environment: a schedule for each, in a group of their own to which alone their roles are open, a queue
 * for what could not be started, and a topic that reports failures.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
 */
export class ScheduledTasks extends Construct {
  /** ARN of the topic that is notified of failures. */
  public readonly failureTopicArn: string;

  private readonly group: SchedulerScheduleGroup;
  private readonly deadLetterQueue: SqsQueue;

  constructor(scope: Construct, id: string, props: ScheduledTasksProps) {
    super(scope, id);
    const { namePrefix, location, cluster, topic, tasks } = props;

    this.group = new SchedulerScheduleGroup(this, 'group', { name: namePrefix });
    this.deadLetterQueue = new SqsQueue(this, 'dead-letter-queue', {
      name: `${namePrefix}-tasks-not-started`,
      messageRetentionSeconds: FOURTEEN_DAYS_IN_SECONDS,
      sqsManagedSseEnabled: true,
    });
    const notices = new FailureNotices(this, 'failure-notices', {
      namePrefix,
      accountId: location.accountId,
      clusterArn: cluster.clusterArn,
      deadLetterQueueName: this.deadLetterQueue.name,
      topic,
    });
    for (const task of tasks) {
      this.schedule(task, props);
    }
    this.failureTopicArn = notices.topicArn;
  }

  private schedule({ id, name, roleName, definition, task, network }: ScheduledTask, props: ScheduledTasksProps): void {
    const { location, cluster } = props;
    const { schedule, timeZone, maximumRetryAttempts = 3, maximumEventAgeSeconds = 3600 } = definition;

    const role = new ServiceRole(this, `${id}-role`, {
      name: roleName,
      trustPolicy: schedulerTrustPolicy(location, this.group.arn),
      policy: scheduleRolePolicy({
        location,
        clusterName: cluster.clusterName,
        clusterArn: cluster.clusterArn,
        taskFamily: name,
        roleArns: [task.executionRoleArn, task.taskRoleArn],
        deadLetterQueueArn: this.deadLetterQueue.arn,
      }),
    });
    new SchedulerSchedule(this, `${id}-schedule`, {
      name,
      groupName: this.group.name,
      scheduleExpression: schedule,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: cluster.clusterArn,
        roleArn: role.roleArn,
        ecsParameters: {
          taskDefinitionArn: task.taskDefinition.arn,
          launchType: 'FARGATE',
          platformVersion: 'LATEST',
          taskCount: 1,
          enableEcsManagedTags: true,
          propagateTags: 'TASK_DEFINITION',
          networkConfiguration: network.configuration,
        },
        deadLetterConfig: { arn: this.deadLetterQueue.arn },
        retryPolicy: { maximumRetryAttempts, maximumEventAgeInSeconds: maximumEventAgeSeconds },
      },
      dependsOn: [...role.policies, ...task.prerequisites, ...network.dependencies],
    });
  }
}
