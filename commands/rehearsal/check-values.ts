import { Failure } from '../failure';
import { checkSecrets } from '../secrets/check';
import type { Session } from '../secrets/session';

/** @throws Failure with what `secrets check --deep` finds */
export async function checkValues(session: Session): Promise<void> {
  const { findings, unchecked } = await checkSecrets(session, true);
  const [first] = findings;
  if (first !== undefined) {
    throw new Failure(findings.map(({ secret, message }) => `${secret} ${message}`).join('\n'), first.remedy);
  }
  if (unchecked.length > 0) {
    throw new Failure(`Not checked: ${unchecked.join('\n')}`, 'With --keep, the log of the embedded AWS stays.');
  }
}
