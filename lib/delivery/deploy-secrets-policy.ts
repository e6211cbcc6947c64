import { regionalServiceName } from '../aws/regions';
import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { namePrefix, secretHierarchy } from '../naming/names';
import { own, type DeployAccess } from './deploy-access';
import { actions, allow, createdAs, deny, taggedAs } from './statements';

/**
 * Parameters, secrets and the key of an environment. The provider reads the values of its own ones, which no plan and no state contains;
 * those of others, also existing ones that its tasks read, this role does not get.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export function deploySecretsPolicy(access: DeployAccess): PolicyDocument {
  const { environment, location } = access;
  const hierarchy = secretHierarchy(environment);
  const parameters = own(access, 'ssm', `parameter/${hierarchy}/*`);
  const secrets = own(access, 'secretsmanager', `secret:${hierarchy}/*`);
  const keys = own(access, 'kms', 'key/*');
  const stores = ['secretsmanager', 'ssm'].map((service) => regionalServiceName(location, service));
  return policyDocument([
    allow(
      'ManageParameters',
      actions(
        'ssm',
        'AddTagsToResource DeleteParameter GetParameter GetParameters PutParameter RemoveTagsFromResource',
      ),
      parameters,
    ),
    allow(
      'ManageSecrets',
      actions(
        'secretsmanager',
        'CreateSecret DeleteSecret GetSecretValue ListSecretVersionIds PutSecretValue RestoreSecret TagResource UntagResource ' +
          'UpdateSecret UpdateSecretVersionStage',
      ),
      secrets,
    ),
    allow('CreateKey', ['kms:CreateKey'], ['*'], createdAs(environment)),
    // A new key has no alias yet. Most others have one, and cannot be taken over by tagging them.
    allow('TagNewKey', ['kms:TagResource'], keys, {
      ...createdAs(environment),
      Null: { 'aws:ResourceTag/environment': 'true', 'kms:ResourceAliases': 'true' },
    }),
    allow(
      'ManageOwnKey',
      actions(
        'kms',
        'CreateAlias DeleteAlias DisableKeyRotation EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags ' +
          'PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateAlias UpdateKeyDescription',
      ),
      keys,
      taggedAs(environment),
    ),
    allow(
      'ManageAlias',
      actions('kms', 'CreateAlias DeleteAlias UpdateAlias'),
      own(access, 'kms', `alias/${namePrefix(environment)}`),
    ),
    allow('UseOwnKeyInStores', actions('kms', 'Decrypt Encrypt GenerateDataKey'), keys, {
      StringEquals: { ...taggedAs(environment).StringEquals, 'kms:ViaService': stores },
    }),
    deny('DenyDecryptingOutsideStores', ['kms:Decrypt'], ['*'], { StringNotEquals: { 'kms:ViaService': stores } }),
  ]);
}
