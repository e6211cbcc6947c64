import type { operatorCommands } from '../../lib/naming/operator-commands';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { isTwiceCreatable, TWICE_CREATABLE, type Candidate } from '../duplicates/twice-creatable';
import type { DeclaredResource, Finder, Found, Search } from './search';

export function nameTag({ attributes: { tags } }: DeclaredResource): string {
  // Those of what must not be created twice are an expression.
  const name =
    typeof tags === 'string' ? /"Name":"([^"]*)"/.exec(tags)?.[1] : (tags as { Name?: string } | undefined)?.Name;
  return name ?? '';
}

/** Finds what only its name and tags tell: the one that is used, or else the only one. */
export const findByTags: Finder = async (resource, search) => {
  const candidates = await candidatesFor(resource, search);
  const used = candidates.filter(({ use }) => use !== undefined);
  return theOnly(resource, used.length > 0 ? used : candidates);
};

/** Finds one that nothing uses yet. */
export const findUnusedByTags: Finder = async (resource, search) => {
  const candidates = await candidatesFor(resource, search);
  return theOnly(
    resource,
    candidates.filter(({ use }) => use === undefined),
  );
};

function theOnly({ address }: DeclaredResource, candidates: readonly Candidate[]): Found | undefined {
  const [one, ...others] = candidates;
  if (one !== undefined && others.length > 0) {
    const list = candidates.map(({ id, use = 'nothing uses it' }) => `${id} (${use})`).join(', ');
    throw new CommandFailure(`Several have the tags of ${address}: ${list}.`, {
      exitCode: EXIT.findings,
      remedy: 'Delete those that nothing needs, and run the command again.',
    });
  }
  return one && { importId: one.id };
}

/** What else has the tags of what the state contains, or of what was found to be it: nothing but its tags would ever show it. */
export async function remarkDuplicates(
  resources: readonly DeclaredResource[],
  search: Search,
  commands: ReturnType<typeof operatorCommands>,
): Promise<string[]> {
  const remarks: string[] = [];
  for (const resource of resources) {
    const { type, address } = resource;
    if (!isTwiceCreatable(type)) {
      continue;
    }
    const own = search.attribute(address, 'id');
    const candidates = await candidatesFor(resource, search);
    const { noun, removal } = TWICE_CREATABLE[type];
    for (const { id, use } of candidates.filter((candidate) => candidate.id !== own)) {
      remarks.push(
        `${noun} ${id} has the tags of the environment and is not in its state; ${use === undefined ? 'nothing uses it' : `it ${use}`}. ` +
          `${described(own, candidates)} If nothing needs ${id}: ${removal(commands, id)}`,
      );
    }
  }
  return remarks;
}

function described(own: string | undefined, candidates: readonly Candidate[]): string {
  if (own === undefined) {
    return "The environment's own does not exist.";
  }
  const known = candidates.find(({ id }) => id === own);
  const use = known === undefined ? 'does not exist with these tags' : (known.use ?? 'is not used');
  return `The environment's own is ${own}, which ${use}.`;
}

async function candidatesFor(resource: DeclaredResource, search: Search): Promise<Candidate[]> {
  const { type, address } = resource;
  if (!isTwiceCreatable(type)) {
    return [];
  }
  const alias = search.referrer('aws_kms_alias', 'target_key_id', address);
  const keyAlias = alias && search.text(alias, 'name');
  const candidates = await TWICE_CREATABLE[type].list(search.clients, { identityTags: search.identityTags, keyAlias });
  const name = type === 'aws_kms_key' ? keyAlias : nameTag(resource);
  return candidates.filter((candidate) => candidate.name === name);
}
