import { roleArn } from '../../../lib/aws/arns';
import { describeUse } from '../../../lib/environment/secret-inventory';
import { workloads } from '../../../lib/environment/workloads';
import { workloadNames } from '../../../lib/naming/names';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { arnInOtherAccount, placedName } from '../../../lib/secrets/secret-location';
import type { SecretUse, Workload } from '../../../lib/tasks/workload';
import { assumeRole } from '../../aws/assume-role';
import { AwsFailure } from '../../aws/aws-failure';
import { mapConcurrently } from '../../aws/batches';
import type { Session } from '../../stores/session';
import type { KnownSecret } from './fetch-metadata';
import { findingFor, type Finding } from './findings';
import { versionFindings } from './metadata-findings';
import { neededPermissions } from './permissions';
import { readBelowPath, readInjected, type KnownUse, type ReadAs } from './read-as-role';
import { missingPermissions } from './role-access';
import { valueFindings } from './value-findings';

export interface DeepResult {
  readonly findings: readonly Finding[];
  /** What could not be checked, and why. */
  readonly unchecked: readonly string[];
  /** What was not checked as the role itself. */
  readonly notes: readonly string[];
}

/** Checks the values, and that the roles that need them may read them. */
export async function deepCheck(session: Session, secrets: readonly KnownSecret[]): Promise<DeepResult> {
  const usable = secrets.filter(({ stored }) => stored !== undefined && !stored.deleted);
  const checked = await mapConcurrently(workloads(session.environment), (workload) =>
    checkWorkload(session, usable, workload),
  );
  const unused = usable.filter(({ declared }) => declared.uses.length === 0);
  const results = [...checked, await checkUnused(session, unused)];
  const findings = results.flatMap((result) => result.findings);
  return {
    findings: [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()],
    unchecked: [...new Set(results.flatMap(({ unchecked }) => unchecked))],
    notes: results.flatMap(({ notes }) => notes),
  };
}

async function checkWorkload(
  session: Session,
  usable: readonly KnownSecret[],
  workload: Workload,
): Promise<DeepResult> {
  const uses = usable.flatMap((known) =>
    known.declared.uses
      .filter((use) => use.workload.name === workload.name && selectsKnownVersion(session, known, use))
      .map((use) => ({ known, use })),
  );
  const injected = uses.filter(({ use }) => use.delivery !== 'runtime');
  const runtime = uses.filter(({ use }) => use.delivery === 'runtime');
  const { executionRole, taskRole } = workloadNames(session.environment, workload.name);
  const parts = [
    ...(injected.length > 0 ? [await checkAs(session, executionRole, injected, readInjected)] : []),
    ...(runtime.length > 0 ? [await checkAs(session, taskRole, runtime, readBelowPath)] : []),
  ];
  return {
    findings: parts.flatMap(({ findings }) => findings),
    unchecked: parts.flatMap(({ unchecked }) => unchecked),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** Otherwise the metadata have shown that already. */
function selectsKnownVersion({ environment }: Session, { declared, stored }: KnownSecret, use: SecretUse): boolean {
  return stored !== undefined && versionFindings(environment, declared, stored, use).length === 0;
}

/**
 * Reads as the role. On AWS its trust policy lets only ECS assume it: then the values are read with the operator's credentials, and
 * IAM simulates what the role may do.
 */
async function checkAs(session: Session, role: string, uses: readonly KnownUse[], read: ReadAs): Promise<DeepResult> {
  const credentials = await assumeRole(session.clients.sts, roleArn(session.location, role));
  if (credentials !== undefined) {
    return {
      findings: await read(session, session.clients.as(credentials), uses, `the role ${role}`),
      unchecked: [],
      notes: [],
    };
  }
  const found = await read(session, session.clients, uses);
  const access = await checkPermissions(session, role, uses);
  return {
    findings: [...found.filter(({ problem }) => problem !== 'unreadable'), ...access.findings],
    unchecked: [
      ...found.filter(({ problem }) => problem === 'unreadable').map(({ secret, message }) => `${secret} ${message}`),
      ...access.unchecked,
    ],
    notes: [
      `${role} trusts only ECS, so the values were read with your own credentials, and IAM simulated what the role may read.`,
      ...notSimulated(role, uses),
    ],
  };
}

/** Of another account, its owner decides, too, and IAM takes no resource policy into the simulation of a role. */
function notSimulated(role: string, uses: readonly KnownUse[]): string[] {
  const foreign = uses.flatMap(({ use }) => arnInOtherAccount(use.source) ?? []);
  return [...new Set(foreign)].map(
    (arn) => `It was not simulated whether ${role} may read ${arn}: that is also for the policies of its owner to say.`,
  );
}

async function checkPermissions(session: Session, role: string, allUses: readonly KnownUse[]) {
  const uses = allUses.filter(({ use }) => arnInOtherAccount(use.source) === undefined);
  const remedy = `Deploying creates the role and its policy: ${operatorCommands(session.environment).deploy}`;
  try {
    const permissions = await mapConcurrently(uses, ({ known, use }) => neededPermissions(session, known, use));
    const missing = await missingPermissions(session, roleArn(session.location, role), permissions.flat());
    return {
      findings: missing.map(({ secret, action, resourceArn }) =>
        findingFor(secret)(
          'unreadable',
          `cannot be read by the role ${role}: it lacks ${action} on ${resourceArn}`,
          remedy,
        ),
      ),
      unchecked: [],
    };
  } catch (error) {
    if (!(error instanceof AwsFailure)) {
      throw error;
    }
    return error.code === 'NoSuchEntity' || error.code === 'NoSuchEntityException'
      ? {
          findings: uses.map(({ known, use }) =>
            findingFor(known.declared)(
              'role',
              `is needed by ${describeUse(use)}, whose role ${role} does not exist`,
              remedy,
            ),
          ),
          unchecked: [],
        }
      : { findings: [], unchecked: [`whether the role ${role} may read its secrets: ${error.message}`] };
  }
}

/** Those that no container gets: only their values can be wrong. */
async function checkUnused({ environment, stores }: Session, secrets: readonly KnownSecret[]): Promise<DeepResult> {
  const { values, unreadable } = await stores.read(secrets.map(({ declared }) => declared));
  return {
    findings: secrets
      .filter(({ declared }) => !unreadable.has(declared))
      .flatMap(({ declared }) => valueFindings(environment, declared, values.get(declared) ?? '')),
    unchecked: [...unreadable].map(
      ([{ source, storedName }, { message }]) => `the value of ${placedName(source, storedName)}: ${message}`,
    ),
    notes: [],
  };
}
