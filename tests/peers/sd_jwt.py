"""sd-jwt (openwallet-foundation) as a judge. One JSON request on standard input, one JSON answer on standard output:

{"do":"issue","secret":JWK,"holder":JWK,"header":{},"claims":{},"disclosable":[POINTER]}   -> {"text"}
{"do":"present","text","shown":{},"holder":JWK,"nonce","aud"}                              -> {"text"}
{"do":"verify","text","public":JWK,"nonce","aud"}                                          -> {"payload"}

What the library refuses is {"error": message}.
"""

import json
import sys

# Not this file, which has the library's name.
sys.path.pop(0)

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

ALG = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}


def marked(value, disclosable, here=""):
    """The value with what can be withheld wrapped: names of members, elements of arrays."""
    if isinstance(value, dict):
        members = ((name, f"{here}/{name}", inner) for name, inner in value.items())
        return {
            SDObj(name) if at in disclosable else name: marked(inner, disclosable, at)
            for name, at, inner in members
        }
    if isinstance(value, list):
        places = ((f"{here}/{n}", inner) for n, inner in enumerate(value))
        items = ((at, marked(inner, disclosable, at)) for at, inner in places)
        return [SDObj(item) if at in disclosable else item for at, item in items]
    return value


def issue(secret, holder, header, claims, disclosable, **_):
    issuer = SDJWTIssuer(
        marked(claims, disclosable),
        JWK(**secret),
        holder_key=JWK(**holder),
        sign_alg=ALG[secret["crv"]],
        extra_header_parameters=header,
    )
    return {"text": issuer.sd_jwt_issuance}


def present(text, shown, holder, nonce, aud, **_):
    presenter = SDJWTHolder(text)
    presenter.create_presentation(shown, nonce, aud, JWK(**holder), ALG[holder["crv"]])
    return {"text": presenter.sd_jwt_presentation}


def verify(text, public, nonce, aud, **_):
    judge = SDJWTVerifier(text, lambda issuer, header: JWK(**public), aud, nonce)
    return {"payload": judge.get_verified_payload()}


request = json.load(sys.stdin)
try:
    reply = {"issue": issue, "present": present, "verify": verify}[request["do"]](**request)
except Exception as error:
    reply = {"error": str(error) or type(error).__name__}
json.dump(reply, sys.stdout)
