import { readFile } from 'node:fs/promises';

// A task that runs once: shows which Google service account its credentials belong to, and nothing that is secret. It reads
// them as Google's client libraries do, from the file that GOOGLE_APPLICATION_CREDENTIALS names.
try {
  const credentials = JSON.parse(await readFile(process.env.GOOGLE_APPLICATION_CREDENTIALS ?? '', 'utf8'));
  console.log(`service account ${credentials.client_email} of project ${credentials.project_id}`);
} catch (error) {
  // Not the message: a parser's quotes what it could not read.
  console.error(`GOOGLE_APPLICATION_CREDENTIALS cannot be used: ${error.code ?? error.name}`);
  process.exitCode = 1;
}
