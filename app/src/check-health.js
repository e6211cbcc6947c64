// Exits with 0 if this container's server answers that it is well: the command of a container health check.

const port = process.env.PORT ?? '80';

try {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) });
  if (!response.ok) throw new Error(`status ${response.status}`);
} catch (error) {
  console.error(`not healthy: ${error.message}`);
  process.exitCode = 1;
}
