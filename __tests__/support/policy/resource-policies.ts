import { settingInStatements, withStatement, type Resources, type RuleExample } from './rule-example';

export const resourcePolicyExamples: Readonly<Record<string, RuleExample>> = {
  'resource-policy-not-public': {
    passes: [
      allowing({ Principal: { Service: 'events.amazonaws.com' } }),
      allowing({ Principal: { AWS: ['arn:aws:iam::123456789012:root'] } }),
      allowing({ Effect: 'Deny' }),
      allowing({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } } }),
      allowing({ Condition: { ArnLike: { 'AWS:SourceArn': ['arn:aws:events:*:123456789012:rule/*'] } } }),
    ],
    fails: [
      allowing({}),
      allowing({ Principal: ['*'] }),
      allowing({ Principal: { AWS: '*' } }),
      allowing({ Principal: { AWS: ['arn:aws:iam::123456789012:root', '*'] } }),
      allowing({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } }),
      allowing({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      allowing({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } } }),
      allowing({ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' } } }),
      allowing({ Condition: { StringLike: { 'aws:PrincipalArn': '*' } } }),
    ].map((resources) => [resources, 'allows to everybody what it allows'] as const),
    breaking: settingInStatements('aws_kms_key', 'policy', { Principal: '*', Condition: undefined }),
  },
};

function allowing(changes: Readonly<Record<string, unknown>>): Resources {
  const statement = { Effect: 'Allow', Principal: '*', Action: ['sns:Publish'], Resource: ['*'], ...changes };
  return withStatement('aws_sns_topic_policy', 'policy', statement);
}
