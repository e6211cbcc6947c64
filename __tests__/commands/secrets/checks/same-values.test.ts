import { generateKeyPairSync } from 'node:crypto';
import { fetchMetadata } from '../../../../commands/secrets/checks/fetch-metadata';
import { readFingerprints, sameValues } from '../../../../commands/secrets/checks/same-values';
import type { Environment } from '../../../../lib/environment/environment';
import { PLACEHOLDER } from '../../../../lib/secrets/secret-names';
import {
  existingParameter,
  parameter,
  secretsManager,
  select,
  type SecretSource,
} from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';
import { awsError, type Answers } from '../../../support/secrets/fake-aws';
import { sessionWithValues } from '../../../support/secrets/stored-values';

const CANARY = 'canary-5d41402abc4b2a76';

const { publicKey, privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

interface World {
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  readonly stored: Readonly<Record<string, string>>;
  readonly types?: Readonly<Record<string, string>>;
  readonly answers?: Answers;
  readonly deletionProtection?: boolean;
  readonly accountId?: string;
}

const database = secretsManager('database', { format: 'json' });

const SECRETS = {
  TOKEN: parameter('token'),
  OTHER: parameter('other'),
  USER: select(database, { jsonKey: 'user' }),
  PASSWORD: select(database, { jsonKey: 'password' }),
  PIN: select(database, { jsonKey: 'pin' }),
};

async function fingerprints(
  name: string,
  { secrets = SECRETS, stored, types, answers, ...settings }: World,
  key: string,
) {
  const environment: Environment = {
    ...environmentConfig({ application: 'shop', services: { web: serviceDefinition({ secrets }) }, ...settings }),
    name,
  };
  const session = sessionWithValues(environment, stored, { types, answers });
  return readFingerprints(session, await fetchMetadata(session, session.inventory), key);
}

/** What is found in prod, and what could not be compared. */
async function compare(prod: World, ...others: readonly World[]) {
  const key = 'the same for all';
  const all = [
    await fingerprints('prod', { deletionProtection: true, ...prod }, key),
    ...(await Promise.all(others.map((other, index) => fingerprints(['dev', 'stg'][index] ?? '', other, key)))),
  ];
  // They contain no value, nor a part of it.
  expect(JSON.stringify(all.map((one) => one.fingerprints.map(({ digest }) => digest)))).not.toContain(CANARY);
  const { findings, unchecked, note } = sameValues(all);
  return {
    findings: [...findings].flatMap(([environment, found]) =>
      found.map(({ secret, message, remedy }) => `${environment}: ${secret} ${message} → ${remedy}`),
    ),
    unchecked: [...unchecked.values()].flat(),
    note,
  };
}

const inDev = (name: string) => [`prod: /shop/prod/token has the same value as ${name} in dev`];

const starts = (found: readonly string[]) => found.map((line) => line.split(':').slice(0, 2).join(':'));

// That staging must not have a secret of production: https://github.com/thewca/worldcubeassociation.org/pull/4677
describe('a value of an environment with deletion protection', () => {
  it('is found wherever an environment without it has the same, and is the one to replace', async () => {
    const stored = { '/shop/prod/token': CANARY };
    const { findings, unchecked, note } = await compare(
      { stored },
      { stored: { '/shop/dev/token': CANARY, '/shop/dev/other': CANARY } },
      { stored: { '/shop/stg/token': CANARY } },
    );
    expect(findings).toEqual([
      'prod: /shop/prod/token has the same value as /shop/dev/other in dev, /shop/dev/token in dev, /shop/stg/token in stg: ' +
        'whoever may read it there can use it here → npm run secrets -- set prod token',
    ]);
    expect(unchecked).toEqual([]);
    expect(note).toBe('The values of prod were compared with those of dev, stg.');
  });

  it('is not found where it differs', async () => {
    const { findings } = await compare(
      { stored: { '/shop/prod/token': CANARY } },
      { stored: { '/shop/dev/token': `${CANARY}2`, '/shop/dev/other': CANARY.toUpperCase() } },
    );
    expect(findings).toEqual([]);
  });

  it('is the same with another end, as files and prompts differ in it', async () => {
    const { findings } = await compare(
      { stored: { '/shop/prod/token': privateKey } },
      { stored: { '/shop/dev/token': privateKey.trimEnd() } },
    );
    expect(starts(findings)).toEqual(inDev('/shop/dev/token'));
  });

  it.each([
    ['the placeholder', PLACEHOLDER],
    ['empty', ''],
    ['blank', ' \n'],
    ['a public key', publicKey],
  ])('does not count if it is %s', async (_what, value) => {
    const { findings } = await compare(
      { stored: { '/shop/prod/token': value } },
      { stored: { '/shop/dev/token': value } },
    );
    expect(findings).toEqual([]);
  });

  it('counts if a private key is beside the public one', async () => {
    const value = publicKey + privateKey;
    const { findings } = await compare(
      { stored: { '/shop/prod/token': value } },
      { stored: { '/shop/dev/token': value } },
    );
    expect(starts(findings)).toEqual(inDev('/shop/dev/token'));
  });

  it('does not count if no environment has it', async () => {
    expect((await compare({ stored: {} }, { stored: {} })).findings).toEqual([]);
  });
});

describe('a JSON secret', () => {
  const json = (members: object) => JSON.stringify(members);

  it('is found by a selected key, also beside other keys, and where the other is no JSON', async () => {
    const { findings } = await compare(
      { stored: { 'shop/prod/database': json({ host: 'prod', password: CANARY }) } },
      { stored: { 'shop/dev/database': json({ host: 'dev', password: CANARY }), '/shop/dev/token': CANARY } },
    );
    expect(findings).toEqual([
      'prod: shop/prod/database has a key "password" with the same value as /shop/dev/token in dev, ' +
        'the key "password" of shop/dev/database in dev: whoever may read it there can use it here ' +
        '→ npm run secrets -- set prod database --json-key password',
    ]);
  });

  it('is found once if all of it is the same', async () => {
    const value = json({ user: 'shop', password: CANARY });
    const { findings } = await compare(
      { stored: { 'shop/prod/database': value } },
      { stored: { 'shop/dev/database': value } },
    );
    expect(starts(findings)).toEqual(['prod: shop/prod/database has the same value as shop/dev/database in dev']);
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
  it.each([
    ['the name of the user', { user: CANARY }],
    ['a number', { pin: 123456 }],
    ['an empty text', { password: '' }],
    ['the placeholder', { password: PLACEHOLDER }],
    ['a public key', { password: publicKey }],
    ['not selected', { unselected: CANARY }],
  ])('is not found by a key that is %s', async (_what, members) => {
    const { findings } = await compare(
      { stored: { 'shop/prod/database': json({ ...members, of: 'prod' }) } },
      { stored: { 'shop/dev/database': json({ ...members, of: 'dev' }) } },
    );
    expect(findings).toEqual([]);
  });
});

describe('a parameter that somebody else owns', () => {
  const secrets = { LICENSE: existingParameter('/shared/license') };
  const stored = { '/shared/license': CANARY };

  it('is one and the same where two environments read it, and two where they are in different accounts', async () => {
    const own = { secrets, stored };
    expect((await compare(own, own)).findings).toEqual([]);
    expect((await compare({ ...own, accountId: '111111111111' }, own)).findings).toEqual([
      'prod: /shared/license has the same value as /shared/license in dev: whoever may read it there can use it here ' +
        '→ Ask its owner to set it.',
    ]);
  });

  it('does not count if it is stored in plain text', async () => {
    const plain = { secrets, stored, types: { '/shared/license': 'String' } };
    expect((await compare({ ...plain, accountId: '111111111111' }, plain)).findings).toEqual([]);
  });
});

describe('what is compared', () => {
  const stored = { '/shop/prod/token': CANARY, '/shop/dev/token': CANARY };

  it.each([
    [true, 'without'],
    [false, 'with'],
  ])('is nothing where every environment has deletion protection: %s', async (deletionProtection, missing) => {
    const world = { stored, deletionProtection };
    expect(await compare(world, world)).toEqual({
      findings: [],
      unchecked: [],
      note: `No values were compared: no environment ${missing} deletionProtection was checked.`,
    });
  });

  it('is the other store if one must not be read, and what was not is said', async () => {
    const database = JSON.stringify({ password: `${CANARY}2` });
    const answers = {
      GetParametersCommand: () => {
        throw awsError('AccessDeniedException');
      },
    };
    const { findings, unchecked } = await compare(
      { stored: { ...stored, 'shop/prod/database': database } },
      { stored: { ...stored, 'shop/dev/database': database }, answers },
    );
    expect(starts(findings)).toEqual(['prod: shop/prod/database has the same value as shop/dev/database in dev']);
    expect(unchecked).toEqual([
      'whether other environments have its values of Parameter Store, too: AWS denied access. The credentials need ssm:GetParameters.',
    ]);
  });

  it('cannot be recognized with another key', async () => {
    const world = { stored: { '/shop/dev/token': CANARY } };
    const [one, two] = [await fingerprints('dev', world, 'one'), await fingerprints('dev', world, 'two')];
    expect(one.fingerprints[0]?.digest).not.toBe(two.fingerprints[0]?.digest);
    expect(one.fingerprints[0]?.digest).toHaveLength(44);
  });
});
