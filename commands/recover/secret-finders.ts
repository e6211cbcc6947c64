import { paginateListAliases } from '@aws-sdk/client-kms';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { INITIAL_VERSION_STAGE } from '../../lib/secrets/secret-names';
import { request, requestUnless } from '../aws/aws-failure';
import { listAll } from '../aws/pages';
import { findByTags } from './find-by-tags';
import type { Finder, Search } from './search';

const findParameter: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const command = new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Values: [name] }] });
  const { Parameters = [] } = await request('ssm:DescribeParameters', () => search.clients.ssm.send(command));
  return Parameters.length === 0
    ? undefined
    : { importId: name, attributes: { name }, entry: { id: name, has_value_wo: true, value_wo_version: 1 } };
};

const findSecret: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const secret = await describeSecret(search, name);
  if (secret?.DeletedDate !== undefined) {
    search.remarks.push(`${name} is deleted, and its name is taken until then. Restore it before you deploy.`);
    return undefined;
  }
  return secret?.ARN === undefined ? undefined : { importId: secret.ARN, attributes: { arn: secret.ARN } };
};

/** The version that keeps Terraform from writing the placeholder again: the first, or else the current one. */
const findSecretVersion: Finder = async (resource, search) => {
  const secretArn = search.text(resource, 'secret_id');
  const versions = secretArn === undefined ? {} : ((await describeSecret(search, secretArn))?.VersionIdsToStages ?? {});
  const withStage = (stage: string) => Object.keys(versions).find((id) => versions[id]?.includes(stage));
  const first = withStage(INITIAL_VERSION_STAGE);
  const current = withStage('AWSCURRENT');
  if (first === undefined && current !== undefined) {
    search.remarks.push(
      `${secretArn} has a value, but no version with the label ${INITIAL_VERSION_STAGE}: deploying would make the placeholder the ` +
        `current version. Label it, and run the command again: aws secretsmanager update-secret-version-stage ` +
        `--secret-id ${secretArn} --version-stage ${INITIAL_VERSION_STAGE} --move-to-version-id ${current}`,
    );
  }
  if (first === undefined) {
    return undefined;
  }
  const importId = `${secretArn}|${first}`;
  return { importId, entry: { id: importId, has_secret_string_wo: true, secret_string_wo_version: 1 } };
};

function describeSecret({ clients: { secretsManager } }: Search, id: string) {
  return requestUnless(['ResourceNotFoundException'], 'secretsmanager:DescribeSecret', () =>
    secretsManager.send(new DescribeSecretCommand({ SecretId: id })),
  );
}

/** The alias, and its key, which has no name of its own. */
const findAlias: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const keyAddress = search.target(resource, 'target_key_id');
  const keyId = await aliasTarget(search, name);
  if (keyId === undefined) {
    return undefined;
  }
  const known = keyAddress === undefined ? undefined : search.attribute(keyAddress, 'id');
  if (known !== undefined && known !== keyId) {
    search.remarks.push(`${name} is the alias of ${keyId}, but the key of the environment is ${known}.`);
  }
  return { importId: name };
};

const findKey: Finder = async (resource, search) => {
  const found = await findByTags(resource, search);
  return found && { ...found, attributes: { key_id: found.importId } };
};

async function aliasTarget({ clients: { kms } }: Search, name: string): Promise<string | undefined> {
  const aliases = await listAll('kms:ListAliases', paginateListAliases({ client: kms }, {}), ({ Aliases }) => Aliases);
  return aliases.find(({ AliasName }) => AliasName === name)?.TargetKeyId;
}

/** Of keys and of what has a value, each after what it refers to. */
export const SECRET_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_kms_key', findKey],
  ['aws_kms_alias', findAlias],
  ['aws_ssm_parameter', findParameter],
  ['aws_secretsmanager_secret', findSecret],
  ['aws_secretsmanager_secret_version', findSecretVersion],
];
