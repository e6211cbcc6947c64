import { IPv4 } from 'ipaddr.js';

/** An IPv4 range in CIDR notation, taken apart. */
type Cidr = readonly [address: IPv4, prefixLength: number];

/** Ranges that no network can have: "this" network, loopback, link-local, multicast. */
const UNUSABLE: readonly string[] = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'];

/** Ranges of private networks, and of carriers' own: the internet does not route them. */
const PRIVATE: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** What is wrong with an IPv4 range, which must be a network address; nothing if it is one. */
export function cidrProblem(text: string): string | undefined {
  const cidr = parse(text);
  if (cidr === undefined) {
    return 'is not an IPv4 range, for example "10.0.0.0/16"';
  }
  const network = IPv4.networkAddressFromCIDR(text).toString();
  return cidr[0].toString() === network ? undefined : `is not a network address; did you mean "${network}/${cidr[1]}"?`;
}

/** What is wrong with the range of a VPC or a subnet. */
export function networkCidrProblem(text: string): string | undefined {
  const problem = cidrProblem(text);
  const cidr = parse(text);
  if (problem !== undefined || cidr === undefined) {
    return problem;
  }
  if (cidr[1] < 16 || cidr[1] > 28) {
    return 'must be a /16 to /28 range';
  }
  const unusable = UNUSABLE.find((range) => contains(range, text));
  return unusable && `is in ${unusable}, which no network can use`;
}

/** Whether no address of a range is on the internet. False for what is not a range. */
export function isInternal(text: string): boolean {
  return [...PRIVATE, ...UNUSABLE].some((range) => contains(range, text));
}

/** Whether the first range contains all of the second. False for what is not a range. */
export function contains(outer: string, inner: string): boolean {
  const [outerCidr, innerCidr] = [parse(outer), parse(inner)];
  return (
    outerCidr !== undefined &&
    innerCidr !== undefined &&
    outerCidr[1] <= innerCidr[1] &&
    innerCidr[0].match(outerCidr[0], outerCidr[1])
  );
}

/** Whether two ranges have addresses in common: then one contains the other. */
export function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

// Strict, because the library reads "10.1/16" and "010.0.0.0/16" too, and Terraform and AWS do not.
function parse(text: string): Cidr | undefined {
  const [address = '', prefixLength = '', ...rest] = text.split('/');
  const strict =
    IPv4.isValidFourPartDecimal(address) && /^(?:\d|[12]\d|3[0-2])$/.test(prefixLength) && rest.length === 0;
  return strict ? IPv4.parseCIDR(text) : undefined;
}
