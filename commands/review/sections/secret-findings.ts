import type { Environment } from '../../../lib/environment/environment';
import { CommandFailure } from '../../cli/command-failure';
import { checkSecrets } from '../../secrets/checks/check-secrets';
import type { Finding } from '../../secrets/checks/findings';
import type { Session } from '../../stores/session';
import { text } from '../model/attributes';
import type { StackChange } from '../model/stack-change';

/** Whether the secrets are there and ready, by their metadata. No value is read. */
export interface SecretFindings {
  /** Whether somebody looked. */
  readonly checked: boolean;
  /** What was not looked at, and why. */
  readonly notChecked: readonly string[];
  /** What would keep a task from starting, and what the plan itself will create. */
  readonly findings: readonly (Pick<Finding, 'secret' | 'message' | 'remedy'> & { readonly isCreated: boolean })[];
}

export const WITHOUT_CREDENTIALS: SecretFindings = {
  checked: false,
  notChecked: ['the secrets: two configurations were compared, without credentials'],
  findings: [],
};

/** Looks at the secrets; that it may not is no failure of a review, which says so. */
export async function findSecretProblems(
  environment: Environment,
  change: StackChange,
  open: (environment: Environment) => Promise<Session>,
): Promise<SecretFindings> {
  try {
    const { findings, unchecked } = await checkSecrets(await open(environment), false);
    const created = createdSecrets(change);
    return {
      checked: true,
      notChecked: unchecked,
      findings: findings.map(({ secret, message, remedy }) => ({
        secret,
        message,
        remedy,
        isCreated: created.has(secret),
      })),
    };
  } catch (error) {
    if (!(error instanceof CommandFailure)) {
      throw error;
    }
    return { checked: false, notChecked: [`the secrets: ${error.message}`], findings: [] };
  }
}

function createdSecrets({ resources }: StackChange): ReadonlySet<string> {
  return new Set(
    resources
      .filter(
        ({ type, action }) => ['aws_ssm_parameter', 'aws_secretsmanager_secret'].includes(type) && action === 'create',
      )
      .map(({ after }) => text(after?.name) ?? ''),
  );
}
