/**
 * Does something without capturing stack traces. cdktf captures one for every token and never shows it here: a third of the time and
 * half of the memory of a large synth. It sets `Error.stackTraceLimit` itself, so an accessor takes the place of that. Errors that
 * are thrown meanwhile do not say where.
 */
export function withoutStackTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  const define = (limit: PropertyDescriptor) =>
    Object.defineProperty(Error, 'stackTraceLimit', { ...limit, configurable: true, enumerable: true });
  define({ get: () => 0, set: () => undefined });
  try {
    return work();
  } finally {
    define({ value: stackTraceLimit, writable: true });
  }
}
