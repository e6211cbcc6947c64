const FARGATE = 'Fargate does not have it';

const VOLUME =
  'a declaration has only empty directories of the task; mount it in another way, or keep the data elsewhere';

/** Why fields of a task definition have no counterpart, and what takes their place. */
export const REASONS: Readonly<Record<string, string>> = {
  // Of a task.
  placementConstraints: FARGATE,
  pidMode: 'each container has its own processes',
  ipcMode: FARGATE,
  proxyConfiguration: 'a declaration has no App Mesh; services reach each other by serviceConnect of the environment',
  inferenceAccelerators: FARGATE,
  operatingSystemFamily: 'the containers run on Linux',
  enableFaultInjection: 'a declaration has no fault injection',
  tags: 'tags are those of the environment',
  // Of a volume.
  host: FARGATE,
  dockerVolumeConfiguration: FARGATE,
  efsVolumeConfiguration: VOLUME,
  s3filesVolumeConfiguration: VOLUME,
  fsxWindowsFileServerVolumeConfiguration: FARGATE,
  configuredAtLaunch: VOLUME,
  // Of a container.
  links: FARGATE,
  environmentFiles:
    'such files are objects in S3 with every value in plain; put plain settings into environmentVariables, and secrets into secrets, ' +
    'whose values npm run secrets -- import reads from a dotenv file',
  volumesFrom: 'declare each directory in writablePaths of one container, with readableBy or writableBy',
  hostname: FARGATE,
  dnsServers: FARGATE,
  dnsSearchDomains: FARGATE,
  extraHosts: FARGATE,
  privileged: FARGATE,
  dockerSecurityOptions: FARGATE,
  credentialSpecs: FARGATE,
  resourceRequirements: 'Fargate has no GPUs',
  systemControls: 'a declaration has no kernel parameters; a port below 1024 opens such ports to every user',
  dockerLabels: 'a declaration has no labels',
  restartPolicy: 'a container that ends is not started again by itself: if it is essential, the task is replaced',
  versionConsistency: 'ECS resolves the tag of an image to its digest once for each deployment',
  capabilities: 'a declaration cannot add or drop capabilities of the kernel',
  devices: FARGATE,
  sharedMemorySize: FARGATE,
  maxSwap: FARGATE,
  swappiness: FARGATE,
  initProcessEnabled: 'an init process is started where executeCommand of the environment is on',
  mountOptions: 'a tmpfs has the default options',
  name: 'it is the name of the service, where serviceConnect of the environment is on',
  appProtocol: 'it is serviceConnect.protocol, where serviceConnect of the environment is on',
  containerPortRange: 'a container has one port',
};
