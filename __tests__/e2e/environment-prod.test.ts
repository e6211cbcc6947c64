import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { clientConfiguration } from '../../commands/aws/aws-clients';
import { environments } from '../../environments';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { describeLifecycle } from './support/environment-lifecycle';

const { services, ...prod } = environments.prod;
const { web, ...others } = services;
const { MY_PARAM_2: removed, ...secrets } = web?.secrets ?? {};

/** A parameter is declared no longer, and a service has another name; the old one has its priority until it is gone. */
const site = { ...web, secrets, route: { ...web?.route, priority: 101 } };
const changed = { ...prod, services: { ...others, site } } as EnvironmentConfig;

describe('prod', () =>
  describeLifecycle('prod', (deployed) => {
    const parameters = async () => {
      const { Parameters = [] } = await deployed().clients.ssm.send(new DescribeParametersCommand());
      return Parameters.map(({ Name = '' }) => Name.replace(/.*\//, ''));
    };
    const webLogGroup = `/ecs/${prod.application}/prod/web`;

    test('is not deployed by a change that would destroy what is protected, whatever deploys it', async () => {
      expect(removed).toBeDefined();
      await deployed().synthInstead(changed);
      await expect(deployed().deploy()).rejects.toThrow('Instance cannot be destroyed');
      await expect(deployed().diff()).rejects.toMatchObject({
        remedy: expect.stringContaining('no longer declares: log group web, parameter MY_PARAM_2.') as string,
      });
      expect(await parameters()).toContain('MY_PARAM_2');
    });

    test('destroys what is released, and keeps what is retained', async () => {
      const logs = new CloudWatchLogsClient(clientConfiguration({ ...deployed().aws, region: prod.region }));
      await deployed().synthInstead({ ...changed, releases: ['parameter MY_PARAM_2'], retains: ['log group web'] });
      await deployed().deploy();
      expect(await parameters()).not.toContain('MY_PARAM_2');
      const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: webLogGroup }));
      expect(logGroups).toMatchObject([{ logGroupName: webLogGroup, retentionInDays: 365 }]);
      expect(await deployed().diff()).toEqual([]);
    });
  }));
