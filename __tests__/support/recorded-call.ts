/** A request to AWS, as Terraform or its provider sent it. */
export interface RecordedCall {
  /** The service that it is signed for. */
  readonly service: string;
  readonly operation: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
}

/** What a request says, in whatever protocol. */
export interface CallContent {
  /** All values in it: names, ids, ARNs and others. */
  readonly values: ReadonlySet<string>;
  /** The tags that it gives. */
  readonly tags: Readonly<Record<string, string>>;
  /** The types of the resources that EC2 gives them to. */
  readonly taggedTypes: readonly string[];
  /** What else it says of what conditions ask for. */
  readonly context: Readonly<Record<string, string>>;
}

export function readCall({ path, body }: RecordedCall): CallContent {
  const { pathname, searchParams } = new URL(path, 'http://aws/');
  // Part by part, and whole, for names and ARNs with slashes.
  const segments = pathname.split('/').map(decodeURIComponent);
  const inPath = [
    ...segments,
    ...segments.map((_, index) => segments.slice(index).join('/')),
    ...searchParams.values(),
  ];
  const fields = fieldsOf(body);
  const valuesOf = (pattern: RegExp) => fields.filter(([name]) => pattern.test(name)).map(([, value]) => value);
  const context = Object.entries(CONTEXT_FIELDS).map(([key, field]) => [key, valuesOf(field)[0]] as const);
  const [record] = body.startsWith('<ChangeResourceRecordSets') ? valuesOf(/^Name$/) : [];
  return {
    values: new Set([...inPath, ...fields.map(([, value]) => value)]),
    tags: tagsIn(fields),
    taggedTypes: valuesOf(/^TagSpecification\.\d+\.ResourceType$/),
    context: Object.fromEntries(
      [
        ...context,
        ['route53:ChangeResourceRecordSetsNormalizedRecordNames', normalizedRecordName(record)] as const,
      ].flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  };
}

const CONTEXT_FIELDS: Readonly<Record<string, RegExp>> = {
  'acm:DomainNames': /^\.DomainName$/,
  'application-autoscaling:scalable-dimension': /^\.ScalableDimension$/,
  'application-autoscaling:service-namespace': /^\.ServiceNamespace$/,
  'iam:PermissionsBoundary': /^PermissionsBoundary$/,
};

type Field = readonly [path: string, value: string];

function fieldsOf(body: string): readonly Field[] {
  if (body.startsWith('<')) {
    return [...body.matchAll(/<(\w+)>([^<]+)</g)].map(([, name = '', value = '']) => [name, value]);
  }
  if (!body.startsWith('{')) {
    return [...new URLSearchParams(body)];
  }
  // Of long ones, the provider logs the beginning.
  return body.endsWith('[truncated...]')
    ? [...body.matchAll(/"([^"]+)":\[?"((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => [name, value])
    : leaves('', JSON.parse(body));
}

function leaves(path: string, value: unknown): Field[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, child]) => leaves(`${path}.${name}`, child))
    : [[path, String(value)]];
}

/** Pairs of key and value, or fields of an object. */
function tagsIn(fields: readonly Field[]): Record<string, string> {
  const inTags = fields.filter(([name]) => /(?:^|\.)tags?\b/i.test(name) || /^(?:tag)?(?:key|value)$/i.test(name));
  const isKey = (name: string) => /(?:^|\.)(?:tag)?key$/i.test(name);
  const isValue = (name: string) => /(?:^|\.)(?:tag)?value$/i.test(name);
  const keys = inTags.filter(([name]) => isKey(name)).map(([, key]) => key);
  const values = inTags.filter(([name]) => isValue(name)).map(([, value]) => value);
  const named = inTags
    .filter(([name]) => /^\.tags\.[^.]+$/i.test(name) && !isKey(name) && !isValue(name))
    .map(([name, value]) => [name.slice('.tags.'.length), value] as const);
  return Object.fromEntries([...keys.map((key, index) => [key, values[index] ?? ''] as const), ...named]);
}

/** As Route 53 writes it in conditions. */
function normalizedRecordName(name: string | undefined): string | undefined {
  return name?.toLowerCase().replace(/\.$/, '').replace('*', '\\052');
}
