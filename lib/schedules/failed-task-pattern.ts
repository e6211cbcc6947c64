/**
 * The events of tasks that failed: a container ended with a non-zero exit, or none was ever started.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function failedTaskPattern(clusterArn: string, taskFamilies: readonly string[]) {
  return {
    source: ['aws.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: {
      clusterArn: [clusterArn],
      // Tasks that no service started belong to the group of their family.
      group: taskFamilies.map((family) => `family:${family}`),
      lastStatus: ['STOPPED'],
      $or: [{ containers: { exitCode: [{ 'anything-but': [0] }] } }, { stopCode: ['TaskFailedToStart'] }],
    },
  };
}
