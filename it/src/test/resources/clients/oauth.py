"""Authlib as a program that is let in: oauth.py ORIGIN CLIENT REDIRECT COOKIE ADDRESS

Prints access and refresh token.
"""
import json, sys, urllib.request
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

origin, client_id, redirect, cookie, address = sys.argv[1:]


def call(path, body=None):
    request = urllib.request.Request(origin + path, data=body and json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    request.add_header("Cookie", cookie)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


told = call("/.well-known/openid-configuration")
assert told["issuer"] == origin, told
session = OAuth2Session(client_id, redirect_uri=redirect, code_challenge_method="S256",
                        scope="openid email mail offline_access", token_endpoint_auth_method="none")
verifier, nonce = generate_token(48), generate_token(20)
uri, state = session.create_authorization_url(
    told["authorization_endpoint"], code_verifier=verifier, nonce=nonce)

# The person, at the page that asks.
query = uri.split("?", 1)[1]
asked = call("/api/oauth/request?" + query)
assert asked["client"] == "A Program", asked
location = call("/api/oauth/request", {"query": query, "approve": True})["location"]

token = session.fetch_token(told["token_endpoint"], authorization_response=location,
                            code_verifier=verifier, state=state)
with urllib.request.urlopen(told["jwks_uri"]) as answer:
    keys = JsonWebKey.import_key_set(json.load(answer))
claims = jwt.decode(token["id_token"], keys, claims_cls=CodeIDToken, claims_options={
    "iss": {"essential": True, "value": origin},
    "aud": {"essential": True, "value": client_id},
}, claims_params={"nonce": nonce, "client_id": client_id})
claims.validate()
assert claims["email"] == address, claims
who = session.get(told["userinfo_endpoint"]).json()
assert who["email"] == address and who["sub"] == claims["sub"], who
fresh = session.refresh_token(told["token_endpoint"], refresh_token=token["refresh_token"])
assert fresh["access_token"] != token["access_token"]
print(fresh["access_token"], fresh["refresh_token"])
