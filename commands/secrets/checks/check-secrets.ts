import type { Session } from '../../stores/session';
import { deepCheck, type DeepResult } from './deep-check';
import { fetchMetadata, type KnownSecret } from './fetch-metadata';
import { bySecret, type Finding } from './findings';

const METADATA_ONLY: DeepResult = { findings: [], unchecked: [], notes: [] };

export interface CheckResult extends DeepResult {
  /** How many were checked. */
  readonly secrets: number;
}

/**
 * Everything that is wrong with the secrets of an environment.
 *
 * @param deep - whether to read the values, too
 */
export async function checkSecrets(session: Session, deep: boolean): Promise<CheckResult> {
  return checkKnown(session, await fetchMetadata(session, session.inventory), deep);
}

/** The same with the metadata that were fetched already. */
export async function checkKnown(
  session: Session,
  secrets: readonly KnownSecret[],
  deep: boolean,
): Promise<CheckResult> {
  const values = deep ? await deepCheck(session, secrets) : METADATA_ONLY;
  // Once the values were read, it is certain which are the placeholder.
  const ofMetadata = secrets
    .flatMap((secret) => secret.findings)
    .filter(({ problem }) => !(deep && problem === 'never-set'));
  const hasBadKey = ({ secret }: Finding) =>
    ofMetadata.some((other) => other.secret === secret && other.problem === 'key');
  const findings = [
    ...ofMetadata,
    // The metadata say more about a bad key than a failed decryption does.
    ...values.findings.filter((finding) => !(finding.problem === 'key' && hasBadKey(finding))),
  ].sort(bySecret);
  const unchecked = [...hiddenMetadata(secrets), ...values.unchecked];
  const notes = [...secrets.flatMap((secret) => secret.notes), ...values.notes];
  return { secrets: secrets.length, findings, unchecked, notes };
}

/** What only the owners of secrets of other accounts can show. */
function hiddenMetadata(secrets: readonly KnownSecret[]): string[] {
  return secrets
    .filter(({ stored }) => stored?.hidden)
    .map(
      ({ declared: { storedName } }) =>
        `the metadata of ${storedName}: its resource policy does not let these credentials secretsmanager:DescribeSecret`,
    );
}
