import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { serviceWorkloads } from '../../lib/environment/workloads';
import { placedName } from '../../lib/secrets/secret-location';
import { valueVariableName } from '../../lib/secrets/secret-names';
import { AwsFailure, request } from '../aws/aws-failure';
import { mapConcurrently } from '../aws/batches';
import { describeService, serviceInEcs } from '../ecs/deployments/deployed-service';
import { findImageProblems } from '../images/find-image-problems';
import type { ImageRegistry } from '../images/image-registry';
import { checkSecrets } from '../secrets/checks/check-secrets';
import type { Session } from '../stores/session';

/** Something that would make a deployment fail. */
export interface Obstacle {
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What is known before a deployment. */
export interface Preflight {
  readonly obstacles: readonly Obstacle[];
  /** What to know, without being a reason not to deploy. */
  readonly notes: readonly string[];
}

/** Looks at what a deployment needs: the metadata of the secrets, the images, and the alarms that are to roll it back. */
export async function lookAhead(
  session: Session,
  registry: ImageRegistry,
  processEnvironment: NodeJS.ProcessEnv,
): Promise<Preflight> {
  const parts = await Promise.all([
    secretObstacles(session, processEnvironment),
    imageObstacles(session, registry),
    alarmNotes(session),
  ]);
  return {
    obstacles: parts.flatMap(({ obstacles }) => obstacles),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

async function secretObstacles(session: Session, processEnvironment: NodeJS.ProcessEnv): Promise<Preflight> {
  const { findings, unchecked, notes } = await checkSecrets(session, false);
  const given = givenFirstValues(session, processEnvironment);
  return {
    obstacles: [
      ...findings
        .filter(({ secret, problem }) => !(problem === 'missing' && given.has(secret)))
        .map(({ secret, message, remedy }) => ({ what: `${secret} ${message}`, remedy })),
      ...unchecked.map((what) => ({
        what: `Not checked: ${what}`,
        remedy: 'Use credentials that may, or deploy despite it.',
      })),
    ],
    notes,
  };
}

/** The secrets that the deployment creates with a first value, from a variable of the shell. */
function givenFirstValues({ inventory }: Session, processEnvironment: NodeJS.ProcessEnv): Set<string> {
  return new Set(
    inventory
      .filter(
        ({ source }) => source.ownership === 'managed' && processEnvironment[`TF_VAR_${valueVariableName(source)}`],
      )
      .map(({ source, storedName }) => placedName(source, storedName)),
  );
}

function imageObstacles({ environment }: Session, registry: ImageRegistry): Promise<Preflight> {
  return unlessDenied('the images are there', async () => {
    const { findings } = await findImageProblems(registry, environment);
    return {
      obstacles: findings.map(({ image, usedBy, problem, remedy }) => ({
        what: `${image} (${usedBy.join(', ')}) ${problem}`,
        remedy,
      })),
      notes: [],
    };
  });
}

/**
 * An alarm that is on when a deployment begins cannot tell the new release from the old one: ECS does not watch it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
function alarmNotes({ environment, clients: { ecs, cloudWatch } }: Session): Promise<Preflight> {
  return unlessDenied('an alarm is on already', async () => {
    const notes = await mapConcurrently(serviceWorkloads(environment), async (workload) => {
      const service = await describeService(ecs, serviceInEcs(environment, workload));
      const AlarmNames = service?.deploymentConfiguration?.alarms?.alarmNames ?? [];
      if (AlarmNames.length === 0) {
        return [];
      }
      const { MetricAlarms = [] } = await request('cloudwatch:DescribeAlarms', () =>
        cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames, StateValue: 'ALARM' })),
      );
      return MetricAlarms.map(
        ({ AlarmName }) =>
          `The alarm ${AlarmName} is on already, so ECS does not watch it during this deployment: it will not roll ` +
          `${workload.name} back.`,
      );
    });
    return { obstacles: [], notes: notes.flat() };
  });
}

/** Who may deploy need not be allowed to look at everything. */
async function unlessDenied(what: string, look: () => Promise<Preflight>): Promise<Preflight> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AwsFailure && error.isAccessDenied) {
      return { obstacles: [], notes: [`Whether ${what} is not known. ${error.message}`] };
    }
    throw error;
  }
}
