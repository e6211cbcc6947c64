type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a synthesized stack, or a part of one to which rules apply by itself. */
export interface SynthesizedResource {
  /** Terraform's type, such as `aws_lb`, or that of a part. */
  readonly type: string;

  /** Its construct path within the stack, such as `web-service/service`; of a part with its name: `web-task/task-definition/web`. */
  readonly path: string;

  /** What is synthesized for it. */
  readonly attributes: Attributes;

  /**
   * The resource that it is a part of.
   *
   * @default - none: it is a resource
   */
  readonly of?: SynthesizedResource;
}

/** A container of a task definition. Its attributes are those of ECS: `readonlyRootFilesystem`. */
export const CONTAINER = 'container';

/** A statement of what a role may do, of who may assume it, or of who may do what with the resource that has the policy. */
export const PERMISSION = 'permission statement';
export const TRUST = 'trust statement';
export const RESOURCE_PERMISSION = 'resource policy statement';

/** The JSON texts of resources, by their type: the attribute, and what the parts are. An expression that only Terraform knows has none. */
const DOCUMENTS: Readonly<Record<string, { readonly attribute: string; readonly part: string }>> = {
  aws_ecs_task_definition: { attribute: 'container_definitions', part: CONTAINER },
  aws_iam_role: { attribute: 'assume_role_policy', part: TRUST },
  aws_iam_role_policy: { attribute: 'policy', part: PERMISSION },
  aws_iam_policy: { attribute: 'policy', part: PERMISSION },
  aws_ecr_repository_policy: { attribute: 'policy', part: RESOURCE_PERMISSION },
  aws_kms_key: { attribute: 'policy', part: RESOURCE_PERMISSION },
  aws_s3_bucket_policy: { attribute: 'policy', part: RESOURCE_PERMISSION },
  aws_secretsmanager_secret_policy: { attribute: 'policy', part: RESOURCE_PERMISSION },
  aws_sns_topic_policy: { attribute: 'policy', part: RESOURCE_PERMISSION },
  aws_sqs_queue: { attribute: 'policy', part: RESOURCE_PERMISSION },
  aws_sqs_queue_policy: { attribute: 'policy', part: RESOURCE_PERMISSION },
};

/** What names a resource in an expression of Terraform: `aws_vpc.network_vpc_4E8F0223`. */
const ADDRESS = /\b(?<!data\.)(aws_\w+\.[\w-]+)/g;

/** What `cdktf synth` writes for a stack: its resources, what refers to what, and the parts of their JSON texts. */
export class SynthesizedStack {
  /** All resources and parts. */
  public readonly resources: readonly SynthesizedResource[];

  private readonly byAddress = new Map<string, SynthesizedResource>();
  private readonly byType: ReadonlyMap<string, readonly SynthesizedResource[]>;
  private referrers: ReadonlyMap<SynthesizedResource, readonly Referrer[]> | undefined;

  /** @param terraform - the content of its `cdk.tf.json` */
  constructor(terraform: unknown) {
    const whole: SynthesizedResource[] = [];
    for (const [type, instances] of Object.entries(record(record(terraform).resource))) {
      for (const [id, attributes] of Object.entries(record(instances))) {
        const resource = { type, path: constructPath(record(attributes), id), attributes: record(attributes) };
        this.byAddress.set(`${type}.${id}`, resource);
        whole.push(resource);
      }
    }
    this.resources = whole.flatMap((resource) => [resource, ...parts(resource)]);
    this.byType = groupedBy(this.resources, ({ type }) => type);
  }

  /** The resources, or parts, of a type. */
  public ofType(type: string): readonly SynthesizedResource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resources that a value refers to, anywhere in it. */
  public referredBy(value: unknown): SynthesizedResource[] {
    return addressesIn(value).flatMap((address) => this.byAddress.get(address) ?? []);
  }

  /** The resources of a type of which an attribute refers to a resource, such as the public access block of a bucket. */
  public referringTo(resource: SynthesizedResource, type: string, attribute: string): SynthesizedResource[] {
    this.referrers ??= this.findReferrers();
    const found = this.referrers.get(resource) ?? [];
    return found.filter((other) => other.by.type === type && other.attribute === attribute).map(({ by }) => by);
  }

  private findReferrers(): ReadonlyMap<SynthesizedResource, readonly Referrer[]> {
    const found = [...this.byAddress.values()].flatMap((by) =>
      Object.entries(by.attributes).flatMap(([attribute, value]) =>
        this.referredBy(value).map((to) => ({ to, by, attribute })),
      ),
    );
    return groupedBy(found, ({ to }) => to);
  }
}

interface Referrer {
  readonly by: SynthesizedResource;
  readonly attribute: string;
}

/** The attribute at a path. A list of one block, as Terraform also writes it, is the block. */
export function attribute({ attributes }: SynthesizedResource, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => record(blocks(value)[0])[name], attributes);
}

/** The blocks of a name, of which Terraform writes a single one with or without a list. */
export function blocks(value: unknown): Attributes[] {
  return list(value).map(record);
}

/** The texts of a value that is a text or a list, as in `Action` of a policy. */
export function texts(value: unknown): string[] {
  return list(value).filter((member) => typeof member === 'string');
}

function parts(resource: SynthesizedResource): SynthesizedResource[] {
  const { attribute: name = '', part = '' } = DOCUMENTS[resource.type] ?? {};
  const document = documentOf(resource.attributes[name]);
  const members = part === CONTAINER ? document : record(document).Statement;
  return blocks(members).map((attributes, index) => {
    const label = attributes.Sid ?? attributes.name;
    const partName = typeof label === 'string' ? label : String(index + 1);
    return { type: part, path: `${resource.path}/${partName}`, attributes, of: resource };
  });
}

function documentOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Without the name of the stack, which the path of every construct in it begins with. */
function constructPath(attributes: Attributes, id: string): string {
  const { path } = record(record(attributes['//']).metadata);
  return typeof path === 'string' ? path.slice(path.indexOf('/') + 1) : id;
}

function addressesIn(value: unknown): string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return [...new Set(text.match(ADDRESS))];
}

function groupedBy<K, T>(members: readonly T[], keyOf: (member: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [member]);
    } else {
      group.push(member);
    }
  }
  return groups;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function record(value: unknown): Attributes {
  return typeof value === 'object' && value !== null ? (value as Attributes) : {};
}
