import { JobBytes } from '../escpos/job-bytes.ts';

/** Bytes that a job sends for a text. */
export function encodeText(text: string): Uint8Array {
  const job = new JobBytes();
  job.putText(text);
  return job.bytes;
}
