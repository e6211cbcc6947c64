import { mapConcurrently } from '../aws/batches';
import { commandFailure, type CommandFailure } from '../cli/command-failure';
import type { ServiceInEcs } from '../ecs/deployments/deployed-service';
import type { SavedPlan } from '../plans/saved-plan';
import type { Session } from '../stores/session';
import type { TerraformRunSettings } from '../terraform/stack-terraform';
import { currentDeployment, watchService, type WatchedService } from './watched-service';

/** After a Terraform that failed, for so long the outcome of what ECS began is waited for. */
const AFTER_FAILURE_MILLISECONDS = 60_000;

/** What Terraform says when it begins or ends something, and only every five minutes that it is still at it. */
const TELLING_LINE =
  /: (?:Creating|Modifying|Destroying|Creation complete|Modifications complete|Destruction complete)|: Still .*[05]m0?\ds elapsed/;

export interface ApplySettings {
  /** Has Terraform do what the plan says. */
  readonly apply: (plan: SavedPlan, settings: TerraformRunSettings) => Promise<unknown>;
  /** The services that the plan deploys. */
  readonly services: readonly ServiceInEcs[];
  /** For so long services are watched once Terraform has ended. */
  readonly minutes: number;
  /** When aborted, Terraform ends in an orderly way, and is waited for. */
  readonly signal: AbortSignal;
  /** Milliseconds for which the services are watched after that. */
  readonly afterInterruption: () => number;
  readonly report: (line: string) => void;
}

export interface Applied {
  /** Why Terraform did not do all. @default - it did */
  readonly failure?: CommandFailure;
  readonly services: readonly WatchedService[];
}

/** Applies exactly a saved plan. Its services are watched meanwhile, because Terraform itself waits until they are steady. */
export async function applyAndWatch(session: Session, plan: SavedPlan, settings: ApplySettings): Promise<Applied> {
  const { environment, clients } = session;
  const { services, minutes, signal, report } = settings;
  const known = await mapConcurrently(services, async (service) => ({
    service,
    before: await currentDeployment(clients.ecs, service),
  }));
  let deadline: Date | undefined;
  const inMilliseconds = (milliseconds: number) => new Date(Date.now() + milliseconds);
  const applying = settings
    .apply(plan, {
      onLine: (line) => (TELLING_LINE.test(line) ? report(`Terraform: ${line.trim()}`) : undefined),
      signal,
    })
    .then(
      () => undefined,
      (error: unknown) => commandFailure(error),
    )
    .then((failure) => {
      const wait = failure === undefined ? minutes * 60_000 : AFTER_FAILURE_MILLISECONDS;
      deadline = inMilliseconds(signal.aborted ? settings.afterInterruption() : wait);
      return failure;
    });
  const watching = Promise.all(
    known.map(({ service, before }) =>
      watchService(clients.ecs, environment, service, {
        before,
        hasApplied: () => deadline !== undefined,
        deadline: () => deadline,
        report,
      }),
    ),
  );
  return { failure: await applying, services: await watching };
}
