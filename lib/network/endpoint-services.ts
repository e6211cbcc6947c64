/**
 * The services of AWS that VPC endpoints are made for, as the names of the endpoints end.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export type EndpointService =
  GatewayService | 'ecr.api' | 'ecr.dkr' | 'ssmmessages' | (typeof OF_ACTIONS)[keyof typeof OF_ACTIONS];

/** Those that a route leads to, free of charge; the others have addresses in the subnets. */
const GATEWAY_SERVICES = ['dynamodb', 's3'] as const;

type GatewayService = (typeof GATEWAY_SERVICES)[number];

/** The service that an action is requested from, by the first part of the action's name. */
const OF_ACTIONS = {
  athena: 'athena',
  cloudwatch: 'monitoring',
  dynamodb: 'dynamodb',
  ec2: 'ec2',
  ecs: 'ecs',
  events: 'events',
  'execute-api': 'execute-api',
  firehose: 'kinesis-firehose',
  glue: 'glue',
  kinesis: 'kinesis-streams',
  kms: 'kms',
  lambda: 'lambda',
  logs: 'logs',
  'rds-data': 'rds-data',
  s3: 's3',
  scheduler: 'scheduler',
  secretsmanager: 'secretsmanager',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  states: 'states',
  sts: 'sts',
  xray: 'xray',
} as const;

/** Permissions that no request goes with: a service checks them for another request, or a connection inside the VPC does. */
const WITHOUT_REQUEST =
  /^(?:\*|iam:PassRole|(?:elasticache|memorydb|rds-db):[Cc]onnect|(?:elasticfilesystem|kafka-cluster):.*)$/;

/** Where an action of IAM is requested: a service with endpoints, the name of one without; nothing if it is nowhere, or not known. */
export function serviceOfAction(
  action: string,
): { readonly service?: EndpointService; readonly name: string } | undefined {
  if (WITHOUT_REQUEST.test(action)) {
    return undefined;
  }
  const [name = ''] = action.split(':');
  return { name, service: new Map<string, EndpointService>(Object.entries(OF_ACTIONS)).get(name) };
}

export function isGateway(service: EndpointService): boolean {
  return GATEWAY_SERVICES.some((gateway) => gateway === service);
}
