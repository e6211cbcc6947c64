import { awsRegions, partitionOf, regionalServiceName, regionProblem } from '../../../lib/aws/regions';

test.each([
  ['ap-northeast-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('%s is a Region of %s, to which can be deployed', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
  expect(regionProblem(region)).toBeUndefined();
});

test.each(['ap-northeast-9', 'ap-northeast-1a', 'aws-global', 'tokyo', ''])('%j is not a Region', (region) => {
  expect(partitionOf(region)).toBeUndefined();
  expect(regionProblem(region)).toBe('is not a Region of AWS');
});

test.each([
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
])('%s is refused, because the names of services in %s are not documented', (region, partition) => {
  expect(regionProblem(region)).toMatch(
    new RegExp(`^is a Region of the partition ${partition}, which is not supported: `),
  );
});

test('what is suggested for a misspelt Region can be deployed to', () => {
  expect(awsRegions()).toEqual(expect.arrayContaining(['ap-northeast-1', 'cn-northwest-1', 'us-gov-east-1']));
  expect(awsRegions().filter((region) => regionProblem(region) !== undefined)).toEqual([]);
});

test.each([
  ['ap-northeast-1', 'ssm.ap-northeast-1.amazonaws.com'],
  ['us-gov-west-1', 'ssm.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'ssm.cn-north-1.amazonaws.com.cn'],
])('in %s, Parameter Store acts as %s', (region, name) => {
  expect(regionalServiceName({ region }, 'ssm')).toBe(name);
});
