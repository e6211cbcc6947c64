import { UpdateServiceCommand, type Deployment, type ECSClient } from '@aws-sdk/client-ecs';
import { request } from '../../aws/aws-failure';
import { CommandFailure } from '../../cli/command-failure';
import { primaryDeployment } from '../../ecs/deployments/deployed-service';
import { followDeployment, type Ended } from '../../ecs/deployments/follow-deployment';
import type { DeployedService } from './deployed-service';

/** Has ECS replace the tasks of a service by new ones of the same task definition, which is how they get changed values. */
export async function replaceTasks(
  ecs: ECSClient,
  service: DeployedService,
  { deadline, report }: { readonly deadline: Date; readonly report: (progress: string) => void },
): Promise<Ended> {
  const { cluster, name } = service;
  let deployment: Deployment | undefined;
  try {
    const updated = await request('ecs:UpdateService', () =>
      ecs.send(new UpdateServiceCommand({ cluster, service: name, forceNewDeployment: true })),
    );
    deployment = updated.service && primaryDeployment(updated.service);
    return await followDeployment(ecs, service, deployment ?? {}, {
      deadline: () => deadline,
      report: ({ text }) => report(text),
    });
  } catch (error) {
    if (!(error instanceof CommandFailure)) {
      throw error;
    }
    const outcome = deployment === undefined ? 'not started' : 'unknown';
    return { outcome, deployment: deployment?.id, reason: error.message, desiredTasks: 0, oldTasks: 0, events: [] };
  }
}
