import type { Construct } from 'constructs';
import type { AwsAccount } from '../lib/account/aws-account';
import type { EncryptionKey } from '../lib/encryption/encryption-key';
import type { Environment } from '../lib/environment/environment';
import { flowLogsNames } from '../lib/naming/names';
import { operatorCommands } from '../lib/naming/operator-commands';
import { FlowLogs } from '../lib/network/flow-logs';
import type { EnvironmentNetwork } from '../lib/network/task-network';
import type { Escaped } from './escape-terraform-templates';

export interface FlowLogsSettings {
  /** The environment, which may have flow logs. */
  readonly environment: Escaped<Environment>;

  /** The account that it is deployed to. */
  readonly account: AwsAccount;

  /** Its network. */
  readonly network: EnvironmentNetwork;

  /**
   * The environment's own key.
   *
   * @default - CloudWatch's own
   */
  readonly encryptionKey?: EncryptionKey;
}

/** Creates the flow logs of an environment that has them. */
export function createFlowLogs(scope: Construct, settings: FlowLogsSettings): void {
  const { environment, account, network, encryptionKey } = settings;
  const { flowLogs } = environment.network;
  if (flowLogs !== undefined) {
    new FlowLogs(scope, 'flow-logs', {
      ...flowLogs,
      vpcId: network.vpcId,
      names: flowLogsNames(environment),
      location: account.location,
      existingRoles: { names: account.existingRoles, recoverCommand: operatorCommands(environment).recover },
      keyArn: encryptionKey?.keyArn,
      preventDestroy: environment.deletionProtection,
    });
  }
}
