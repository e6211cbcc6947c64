import { questions } from './access-questions';
import type { AccessWorld } from './access-world';
import type { DeployedRole } from './deployed-access';
import { isAllowed } from './iam-evaluation';

/** Something that a role can do and must not, or the other way round. */
export interface AccessViolation {
  readonly role: string;
  readonly action: string;
  /** ARN of the parameter, secret or path; of a key, that of what is decrypted if it is its own. */
  readonly resource: string;
  readonly problem: 'allowed, but not declared' | 'declared, but not allowed';
}

/**
 * Asks of a role, for every parameter, secret, key and path, whether it can do exactly what is declared.
 *
 * @param only - the one action that is asked about
 */
export async function accessViolations(
  world: AccessWorld,
  role: DeployedRole,
  only?: string,
): Promise<AccessViolation[]> {
  const violations: AccessViolation[] = [];
  const asked = questions(world, role).filter(({ action }) => only === undefined || action === only);
  for (const { about, declared, ...request } of asked) {
    const allowed = await isAllowed({ principal: role.arn, policies: role.policies, ...request });
    if (allowed !== declared) {
      const problem = allowed ? 'allowed, but not declared' : 'declared, but not allowed';
      violations.push({ role: role.name, action: request.action, resource: about, problem });
    }
  }
  return violations;
}
