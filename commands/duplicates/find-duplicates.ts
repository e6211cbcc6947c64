import { identityTags } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import type { Session } from '../stores/session';
import { TWICE_CREATABLE, type Candidate, type TwiceCreatableType } from './twice-creatable';

/** Something that AWS has twice, although an environment declares it once. */
export interface Duplicate {
  /** A kind and an id. */
  readonly resource: string;
  readonly found: string;
  readonly declared: string;
  readonly remedy: string;
}

const ALL = Object.keys(TWICE_CREATABLE) as TwiceCreatableType[];

/**
 * Looks for what has the tags of an environment, and the same name as something else that has them. It does not know the state: of
 * several that are used, or of which none is, only `recover` tells which one is the environment's.
 *
 * @param types - those that are looked for
 */
export async function findDuplicates(
  { environment, keys, clients }: Pick<Session, 'environment' | 'keys' | 'clients'>,
  types: readonly TwiceCreatableType[] = ALL,
): Promise<Duplicate[]> {
  const recognition = { identityTags: identityTags(environment), keyAlias: keys.environmentKeyAlias };
  // All else in a VPC that exists belongs to its owner.
  const own = types.filter((type) => type === 'aws_kms_key' || environment.network.existingVpc === undefined);
  const commands = operatorCommands(environment);
  const found = await Promise.all(
    own.map(async (type) => {
      const { noun, list, removal } = TWICE_CREATABLE[type];
      const candidates = await list(clients, recognition);
      return candidates.flatMap((candidate) => {
        const others = candidates.filter((other) => other !== candidate && other.name === candidate.name);
        const used = others.filter(({ use }) => use !== undefined);
        const isTheOneInUse = candidate.use !== undefined && used.length === 0;
        if (others.length === 0 || isTheOneInUse) {
          return [];
        }
        const isLeftOver = candidate.use === undefined && used.length === 1;
        return {
          resource: `${noun} ${candidate.id}`,
          found: `has the tags of ${listed(isLeftOver ? used : others)}, too, and ${candidate.use ?? 'nothing uses it'}`,
          declared: `one ${noun} with these tags`,
          remedy: isLeftOver
            ? `${WHY} If nothing needs it: ${removal(commands, candidate.id)}`
            : `${WHY} See which one is not in the state, and how to remove it: ${commands.recover}`,
        };
      });
    }),
  );
  return found.flat();
}

const WHY = 'AWS creates it twice if a reply is lost, or a deployment is killed.';

function listed(candidates: readonly Candidate[]): string {
  return candidates.map(({ id, use }) => (use === undefined ? id : `${id} (which ${use})`)).join(', ');
}
