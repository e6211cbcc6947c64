import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { changedResources, type ResourceChange, type TerraformPlan } from '../plans/terraform-plan';

const names = z.array(z.object({ name: z.string() })).nullish();

/** What the stack sets of a task definition, as the provider calls it. */
const attributesSchema = z.object({
  family: z.string(),
  network_mode: z.literal('awsvpc'),
  requires_compatibilities: z.array(z.literal('FARGATE')),
  cpu: z.string(),
  memory: z.string(),
  execution_role_arn: z.string(),
  task_role_arn: z.string(),
  container_definitions: z.string(),
  volume: names,
  runtime_platform: z
    .array(z.object({ cpu_architecture: z.enum(['ARM64', 'X86_64']), operating_system_family: z.literal('LINUX') }))
    .nullish(),
  ephemeral_storage: z.array(z.object({ size_in_gib: z.number() })).nullish(),
  tags_all: z.record(z.string(), z.string()).nullish(),
});

type Containers = RegisterTaskDefinitionCommandInput['containerDefinitions'];

/** What a plan does to the task definition of a family; nothing if it leaves it as it is. */
export function plannedTaskDefinition(plan: TerraformPlan, family: string): ResourceChange | undefined {
  return changedResources(plan).find(
    ({ type, deposed, change: { after } }) =>
      type === 'aws_ecs_task_definition' && deposed === undefined && after?.family === family,
  );
}

/**
 * What Terraform will ask ECS to register.
 *
 * @returns nothing if the plan does not know it yet, because it has still to create what it consists of
 */
export function registration({ change: { after } }: ResourceChange): RegisterTaskDefinitionCommandInput | undefined {
  const parsed = attributesSchema.safeParse(after);
  if (!parsed.success) {
    return undefined;
  }
  const { data } = parsed;
  const [platform] = data.runtime_platform ?? [];
  const [storage] = data.ephemeral_storage ?? [];
  return {
    family: data.family,
    networkMode: data.network_mode,
    requiresCompatibilities: data.requires_compatibilities,
    cpu: data.cpu,
    memory: data.memory,
    executionRoleArn: data.execution_role_arn,
    taskRoleArn: data.task_role_arn,
    containerDefinitions: JSON.parse(data.container_definitions) as Containers,
    volumes: data.volume?.map(({ name }) => ({ name })),
    runtimePlatform: platform && {
      cpuArchitecture: platform.cpu_architecture,
      operatingSystemFamily: platform.operating_system_family,
    },
    ephemeralStorage: storage && { sizeInGiB: storage.size_in_gib },
    tags: Object.entries(data.tags_all ?? {}).map(([key, value]) => ({ key, value })),
  };
}
