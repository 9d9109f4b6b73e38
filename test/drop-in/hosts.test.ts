// Programs that take a Nodemailer transport, each sending its own mails through this one.

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { snippet } from '../package/snippets.ts'
import { createProject } from './project.ts'

const hosts = [
  {
    app: 'payload',
    example: () => snippet('Payload, Auth.js and others', 0),
    packages: [
      'payload@3.90.1',
      '@payloadcms/db-sqlite@3.90.1',
      '@payloadcms/email-nodemailer@3.90.1',
      'graphql@16',
      'nodemailer@9',
      '@types/nodemailer@8',
    ],
    printed: [
      ['Shop <noreply@mail.example.com>', ['ann@example.org'], 'Hi'],
      ['Shop <noreply@mail.example.com>', ['ann@example.org'], 'Reset Your Password'],
    ],
  },
  {
    app: 'auth-js',
    example: () => snippet('Payload, Auth.js and others', 1),
    packages: [
      '@auth/express@0.12',
      '@auth/unstorage-adapter@2',
      'unstorage@1',
      'express@5',
      '@types/express@5',
      'nodemailer@8',
      '@types/nodemailer@8',
    ],
    printed: [12, 1, ['user12@example.org'], true],
  },
]

test.each(hosts)('$app', async ({ app, example, packages, printed }) => {
  const project = await createProject([...packages, 'tsx@4', 'typescript@6.0', '@types/node@20'], { type: 'module' })
  const source = await readFile(new URL(`apps/${app}/main.ts`, import.meta.url), 'utf8')
  await project.write({ 'main.ts': source.replace('// What the document shows.', await example()) })

  const output = await project.run(['sh', '-c', 'tsx main.ts 2>&1'])
  expect(output).not.toContain('Warning')
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual(printed)
  const types = [
    '--strict',
    '--noEmit',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    'node',
  ]
  expect(await project.run(['tsc', ...types, 'main.ts'])).toBe('')
})
