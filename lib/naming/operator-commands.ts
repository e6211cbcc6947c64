import { visible } from '../validation/visible-text';
import type { EnvironmentIdentity } from './names';

/** What a command needs to know of an environment. */
export interface CommandTarget extends EnvironmentIdentity {
  /** Region of the environment, for commands of the AWS CLI. */
  readonly region: string;

  /**
   * Name of the example that the environment belongs to.
   *
   * @default - it is one of the project's own
   */
  readonly example?: string;
}

/**
 * A text as a POSIX shell reads it back: as it is, or between single quotes, where only the single quote is not itself. What nobody
 * could see is printed by the shell, so that the text survives the escaping of a command's output.
 */
export function shellQuoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${visible(text.replaceAll("'", `'\\''`), printed)}'`;
}

function printed(character: string): string {
  const bytes = [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`);
  return `'"$(printf '${bytes.join('')}')"'`;
}

/** The commands that messages, outputs and findings recommend for an environment, as a person types them. */
export function operatorCommands({ name, region, example }: CommandTarget) {
  const ofExample = example === undefined ? '' : ` --example ${example}`;
  const secrets = (command: string, rest = '') => `npm run secrets -- ${command} ${name}${rest}${ofExample}`;
  const aws = (command: string) => `aws ${command} --region ${region}`;
  return {
    deploy: example === undefined ? `npx cdktf deploy ${name}` : `npm start --${ofExample}`,
    /** @param service - its declared name */
    explain: (service: string) => `npm run explain -- ${name} ${service}`,
    /** Deploys by a plan, and watches. */
    deployByPlan: `npm run deploy -- ${name}`,
    diff: `npx cdktf diff ${name}`,
    /** @param account - its name: one that has no shared state yet */
    bootstrap: (account: string) => `npm run bootstrap -- ${account}`,
    pushImage: `npm run image -- push ${name}`,
    drift: `npm run drift -- ${name}`,
    recover: `npm run recover -- ${name}${ofExample}`,
    check: secrets('check'),
    checkDeep: secrets('check', ' --deep'),
    /** @param secret - its declared name */
    set: (secret: string, jsonKey?: string) =>
      secrets('set', ` ${secret}${jsonKey === undefined ? '' : ` --json-key ${shellQuoted(jsonKey)}`}`),
    /** @param secret - its declared name */
    generate: (secret: string) => secrets('generate', ` ${secret}`),
    generateMissing: secrets('generate', ' --missing'),
    history: (secret: string) => secrets('history', ` ${secret}`),
    rollOut: (service: string) => secrets('rollout', ` ${service}`),
    rollOutChanged: secrets('rollout', ' --changed'),
    runTask: (task: string) => `npm run task -- ${name} ${task}${ofExample}`,
    openShell: (cluster: string, task: string, container: string) =>
      aws(
        `ecs execute-command --cluster ${cluster} --task ${task} --container ${container} --interactive --command /bin/sh`,
      ),
    followLog: (logGroup: string) => `aws logs tail ${logGroup} --follow --region ${region}`,
    recentLog: (logGroup: string) => `aws logs tail ${logGroup} --since 1h --region ${region}`,
    restoreSecret: (secret: string) =>
      `aws secretsmanager restore-secret --secret-id ${shellQuoted(secret)} --region ${region}`,
    enableKey: `aws kms enable-key --key-id KEY --region ${region}`,
    cancelKeyDeletion: `aws kms cancel-key-deletion --key-id KEY --region ${region}`,
    revokeRule: (direction: 'ingress' | 'egress', group: string, rule: string) =>
      aws(`ec2 revoke-security-group-${direction} --group-id ${group} --security-group-rule-ids ${rule}`),
    /** @param option - that names the kind of destination: `destination-cidr-block` */
    deleteRoute: (table: string, option: string, destination: string) =>
      aws(`ec2 delete-route --route-table-id ${table} --${option} ${destination}`),
    deleteVpcEndpoint: (endpoint: string) => aws(`ec2 delete-vpc-endpoints --vpc-endpoint-ids ${endpoint}`),
    deleteVpc: (vpc: string) => aws(`ec2 delete-vpc --vpc-id ${vpc}`),
    deleteInternetGateway: (gateway: string) => aws(`ec2 delete-internet-gateway --internet-gateway-id ${gateway}`),
    releaseAddress: (address: string) => aws(`ec2 release-address --allocation-id ${address}`),
    deleteAclEntry: (acl: string, rule: number, direction: 'ingress' | 'egress') =>
      aws(`ec2 delete-network-acl-entry --network-acl-id ${acl} --rule-number ${rule} --${direction}`),
    allowAllByAcl: (acl: string, direction: 'ingress' | 'egress') =>
      aws(
        `ec2 create-network-acl-entry --network-acl-id ${acl} --rule-number 100 --protocol -1 --rule-action allow ` +
          `--cidr-block 0.0.0.0/0 --${direction}`,
      ),
    deleteParameter: (parameter: string) => aws(`ssm delete-parameter --name ${shellQuoted(parameter)}`),
    deleteSecret: (secret: string) => aws(`secretsmanager delete-secret --secret-id ${shellQuoted(secret)}`),
    deleteResourcePolicy: (secret: string) =>
      aws(`secretsmanager delete-resource-policy --secret-id ${shellQuoted(secret)}`),
    cancelRotation: (secret: string) => aws(`secretsmanager cancel-rotate-secret --secret-id ${shellQuoted(secret)}`),
    removeReplica: (secret: string, replicaRegion: string) =>
      aws(
        `secretsmanager remove-regions-from-replication --secret-id ${shellQuoted(secret)} ` +
          `--remove-replica-regions ${replicaRegion}`,
      ),
    revokeGrant: (key: string, grant: string) => aws(`kms revoke-grant --key-id ${key} --grant-id ${grant}`),
    scheduleKeyDeletion: (key: string) => aws(`kms schedule-key-deletion --key-id ${key} --pending-window-in-days 30`),
    deleteService: (cluster: string, service: string) =>
      aws(`ecs delete-service --cluster ${cluster} --service ${service} --force`),
    deregister: (taskDefinition: string) => aws(`ecs deregister-task-definition --task-definition ${taskDefinition}`),
    deleteSchedule: (group: string, schedule: string) =>
      aws(`scheduler delete-schedule --group-name ${group} --name ${schedule}`),
    /** @param registry - where the repository is, if not in the environment's account and Region */
    listImages: (repository: string, registry?: { readonly accountId: string; readonly region: string }) =>
      `aws ecr describe-images ${registry === undefined ? '' : `--registry-id ${registry.accountId} `}` +
      `--repository-name ${repository} --region ${registry?.region ?? region}`,
    inspectImage: (image: string) => `docker manifest inspect ${image}`,
  };
}
