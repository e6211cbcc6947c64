import type { IsSound, Report } from '../validation/known-object';
import { shown } from '../validation/messages';
import type { EnvironmentConfig } from './environment-config';

/** One account for several environments is usual, and so is an id that was copied with the rest of a file: so it has to be said. */
export function reportSharedAccounts(
  environments: Readonly<Record<string, EnvironmentConfig>>,
  report: Report,
  isSound: IsSound,
): void {
  const named = Object.entries(environments)
    .filter(([name]) => isSound(name, 'accountId') && isSound(name, 'sharesAccount'))
    .filter(([, { accountId }]) => accountId !== undefined);
  for (const [name, { accountId, sharesAccount }] of named) {
    const others = named.filter(([other, config]) => other !== name && config.accountId === accountId);
    if (others.length > 0 && sharesAccount !== true) {
      report(
        `${shown(accountId)} is also the account of ${others.map(([other]) => shown(other)).join(', ')}: give it one of its own, or ` +
          'say sharesAccount: true in each of them',
        [name, 'accountId'],
      );
    }
  }
}
