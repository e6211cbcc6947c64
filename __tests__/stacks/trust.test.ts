import type { PolicyDocument } from '../../lib/iam/policy-document';
import { deployedKeys, deployedRoles } from '../support/deployed-access';
import { isAllowed, type AccessRequest } from '../support/iam-evaluation';
import { maximalEnvironment } from '../support/maximal-environment';
import { synthesize } from '../support/synthesized-stack';

const stacks = synthesize({ full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }) });
const roles = stacks.flatMap(deployedRoles);
const ACCOUNT = '123456789012';
const OTHER_ACCOUNT = '210987654321';
const TASK = `arn:aws:ecs:ap-northeast-1:${ACCOUNT}:task/shop-full/1`;
const GROUP = `arn:aws:scheduler:ap-northeast-1:${ACCOUNT}:schedule-group/shop-full`;

interface Source {
  readonly principal: string;
  readonly account?: string;
  readonly arn?: string;
}

describe.each(roles)('the role $name', ({ name, arn, trustPolicy }) => {
  const scheduled = name.endsWith('-schedule');
  const rightful = scheduled
    ? { principal: 'scheduler.amazonaws.com', account: ACCOUNT, arn: GROUP }
    : { principal: 'ecs-tasks.amazonaws.com', account: ACCOUNT, arn: TASK };

  const assume = ({ principal, account, arn: source }: Source) =>
    isAllowed({
      principal,
      action: 'sts:AssumeRole',
      resource: arn,
      context: {
        ...(account !== undefined && { 'aws:SourceAccount': account }),
        ...(source !== undefined && { 'aws:SourceArn': source }),
      },
      resourcePolicy: trustPolicy,
      // Were a principal of the account itself trusted, this would let it in.
      policies: principal.startsWith('arn:') ? [EVERYTHING] : [],
    });

  it('is assumed by the service that needs it', async () => {
    await expect(assume(rightful)).resolves.toBe(true);
  });

  it.each<[string, Source]>([
    ['the service on behalf of another account', { ...rightful, account: OTHER_ACCOUNT }],
    ['what is in another account', { ...rightful, arn: rightful.arn.replace(ACCOUNT, OTHER_ACCOUNT) }],
    ['what is in another Region', { ...rightful, arn: rightful.arn.replace('ap-northeast-1', 'us-east-1') }],
    ['the service for something of another kind', { ...rightful, arn: `arn:aws:s3:::${ACCOUNT}` }],
    ['the service that does not say for whom', { principal: rightful.principal }],
    ['the service that names only an account', { principal: rightful.principal, account: ACCOUNT }],
    [
      'the other service',
      { ...rightful, principal: scheduled ? 'ecs-tasks.amazonaws.com' : 'scheduler.amazonaws.com' },
    ],
    ['a service that the project does not use', { ...rightful, principal: 'ec2.amazonaws.com' }],
    ['a role of the same account', { ...rightful, principal: `arn:aws:iam::${ACCOUNT}:role/somebody` }],
    ['a role of another account', { ...rightful, principal: `arn:aws:iam::${OTHER_ACCOUNT}:role/somebody` }],
  ])('is not assumed by %s', async (_who, source) => {
    await expect(assume(source)).resolves.toBe(false);
  });

  if (scheduled) {
    it('is not assumed for the schedules of another group', async () => {
      await expect(assume({ ...rightful, arn: `${GROUP}2` })).resolves.toBe(false);
    });
  }
});

describe('the environment’s key', () => {
  const [key] = stacks.flatMap(deployedKeys);
  const use = (principal: string, action: string, context: AccessRequest['context'] = {}) =>
    isAllowed({
      principal,
      action,
      resource: key?.arn ?? '',
      context,
      policies: principal.startsWith('arn:') ? [EVERYTHING] : [],
      ...(key && { resourcePolicy: key.policy }),
    });
  const group = (name: string, account = ACCOUNT) => ({
    'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:ap-northeast-1:${account}:log-group:${name}`,
  });

  it('leaves it to the policies of its own account who may use it', async () => {
    await expect(use(`arn:aws:iam::${ACCOUNT}:role/administrator`, 'kms:Decrypt')).resolves.toBe(true);
    await expect(use(`arn:aws:iam::${OTHER_ACCOUNT}:role/administrator`, 'kms:Decrypt')).resolves.toBe(false);
  });

  it('encrypts the logs of its own environment', async () => {
    const logs = 'logs.ap-northeast-1.amazonaws.com';
    await expect(use(logs, 'kms:GenerateDataKey', group('/ecs/shop/full/api'))).resolves.toBe(true);
    await expect(use(logs, 'kms:Decrypt', group('/ecs/shop/full/api'))).resolves.toBe(true);
    await expect(use(logs, 'kms:Decrypt', group('/ecs/shop/full2/api'))).resolves.toBe(false);
    await expect(use(logs, 'kms:Decrypt', group('/ecs/shop/full/api', OTHER_ACCOUNT))).resolves.toBe(false);
    await expect(use(logs, 'kms:Decrypt')).resolves.toBe(false);
    await expect(use('logs.us-east-1.amazonaws.com', 'kms:Decrypt', group('/ecs/shop/full/api'))).resolves.toBe(false);
    await expect(use('sns.amazonaws.com', 'kms:Decrypt', group('/ecs/shop/full/api'))).resolves.toBe(false);
  });

  it.each(['kms:PutKeyPolicy', 'kms:CreateGrant', 'kms:ScheduleKeyDeletion'])(
    'does not let CloudWatch %s',
    async (action) => {
      await expect(use('logs.ap-northeast-1.amazonaws.com', action)).resolves.toBe(false);
    },
  );
});

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};
