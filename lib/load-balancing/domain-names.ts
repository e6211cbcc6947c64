import type { DomainConfig } from './load-balancer-config';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with a name of the domain name system, in lower case and without a dot at the end. */
export function domainNameProblem(name: string): string | undefined {
  const labels = name.split('.');
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return isName && name.length <= 253
    ? undefined
    : 'must be a domain name in lower case, such as "app.example.com": labels of letters, digits and "-", with dots between them, ' +
        'up to 253 characters';
}

/** The same for a name of a certificate, whose first label may be `*`. */
export function certificateNameProblem(name: string): string | undefined {
  return domainNameProblem(name.replace(/^\*\./, ''));
}

/** All names that a domain has a certificate and records for. */
export function certificateNames({ name, alternativeNames = [] }: DomainConfig): string[] {
  return [name, ...alternativeNames];
}

/** Whether a name of a certificate is for a host: `*` stands for one label. */
export function certifies(certificateName: string, host: string): boolean {
  const [first, ...parent] = host.split('.');
  return certificateName === host || (first !== '' && certificateName === `*.${parent.join('.')}`);
}

/** A name of the domain name system as a part of the id of a construct. */
export function recordId(name: string): string {
  return name.replace(/^\*/, 'any').replaceAll('.', '-');
}
