import { problemsWith } from '../../support/configuration-problems';

const account = '444455556666';
const policy = (resource: string, owner = account) => `arn:aws:iam::${owner}:policy/${resource}`;
const notOne = 'must be the ARN of a managed policy of IAM, for example "arn:aws:iam::444455556666:policy/boundary"';

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html: a name of up to 128 characters, a path of up to 512.
test.each([
  policy('boundary'),
  policy('teams/shop/boundary'),
  policy('a+b=c,d.e@f-g_h'),
  policy('b'.repeat(128)),
  policy(`${'p'.repeat(510)}/boundary`),
  policy('PowerUserAccess', 'aws'),
  policy('job-function/SystemAdministrator', 'aws'),
])('takes %s as the permissions boundary', (permissionsBoundaryArn) => {
  expect(problemsWith({ accountId: account, permissionsBoundaryArn })).toEqual([]);
});

test.each([
  'boundary',
  'arn:aws:iam::444455556666:role/boundary',
  'arn:aws:iam:us-east-1:444455556666:policy/boundary',
  'arn:aws:s3::444455556666:policy/boundary',
  'arn:amazon:iam::444455556666:policy/boundary',
  policy(''),
  policy('teams/'),
  policy('//boundary'),
  policy('b*'),
  policy('b'.repeat(129)),
  policy('boundary', '44445555666'),
  policy('boundary', ''),
])('refuses %s as the permissions boundary', (permissionsBoundaryArn) => {
  expect(problemsWith({ accountId: account, permissionsBoundaryArn })).toEqual([
    expect.stringMatching(new RegExp(`^permissionsBoundaryArn: ".*".* ${notOne}$`)),
  ]);
});

test('refuses a path that is too long', () => {
  expect(problemsWith({ permissionsBoundaryArn: policy(`${'p'.repeat(511)}/boundary`) })).toHaveLength(1);
});

describe('a permissions boundary is', () => {
  const elsewhere = 'it must be in the account of the roles, or managed by AWS';

  test('in the account of the environment, as far as that is known', () => {
    const permissionsBoundaryArn = policy('boundary');
    expect(problemsWith({ accountId: undefined, permissionsBoundaryArn })).toEqual([]);
    expect(problemsWith({ accountId: '210987654321', permissionsBoundaryArn })).toEqual([
      `permissionsBoundaryArn: "${permissionsBoundaryArn}" is in account ${account}, and accountId is "210987654321"; ${elsewhere}`,
    ]);
    expect(problemsWith({ accountId: 'any', permissionsBoundaryArn })).toEqual([
      `permissionsBoundaryArn: "${permissionsBoundaryArn}" is in account ${account}, and accountId is "any"; ${elsewhere}`,
    ]);
  });

  test('in the partition of the environment', () => {
    const permissionsBoundaryArn = 'arn:aws-cn:iam::aws:policy/PowerUserAccess';
    expect(problemsWith({ permissionsBoundaryArn })).toEqual([
      `permissionsBoundaryArn: "${permissionsBoundaryArn}" is in another partition; the environment is in aws`,
    ]);
  });
});
