# Two stages: the first installs and builds the pages, the second runs them as an unprivileged user.
# Without DATABASE_URL the container brings its own PostgreSQL, in /data; with docker-compose.yml it uses the one beside it.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY tsconfig.json ./
COPY server ./server
COPY web ./web
RUN npm run -s build

FROM node:24-slim
WORKDIR /app
COPY package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY server ./server
COPY db ./db
COPY rules ./rules
COPY --from=build /app/web/dist ./web/dist
RUN mkdir /data && chown node:node /data
USER node
ENV HOST=0.0.0.0 \
    PORT=8080 \
    SHOUWANG_DATA=/data
VOLUME /data
EXPOSE 8080
# A first start migrates, and with a rehearsal takes in the sample files, before it listens.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm: signals reach the service, which ends its requests before its database.
CMD ["node", "--import", "tsx", "server/main.ts"]
