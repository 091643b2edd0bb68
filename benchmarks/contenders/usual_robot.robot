*** Settings ***
Documentation       What people write with Robot Framework Browser: for each client a new browser, a login, the same clicks.
Library             Browser    timeout=30s
Library             Collections

*** Tasks ***
Renew All Clients
    ${clients}=    Evaluate    json.load(open($CLIENTS, encoding="utf-8"))    modules=json
    FOR    ${client}    IN    @{clients}
        Renew    ${client}
    END

*** Keywords ***
Renew
    [Arguments]    ${client}
    New Browser    chromium    headless=True    executablePath=${BROWSER}
    New Page    ${URL}
    Fill Text    \#vUSERNAME    ${client}[conta]
    Fill Secret    \#vUSERPASSWORD    $PORTAL_PASSWORD
    Click    \#BTNENTER
    Wait For Elements State    \#vEMPRESA_MPAGE
    ${cnpj}=    Set Variable    ${client}[cnpj]
    ${mask}=    Evaluate    "{}.{}.{}/{}-{}".format($cnpj[:2], $cnpj[2:5], $cnpj[5:8], $cnpj[8:12], $cnpj[12:])
    ${chosen}=    Get Selected Options    \#vEMPRESA_MPAGE    text
    IF    $mask not in str($chosen)
        ${loaded}=    Promise To    Wait For Navigation    ${URL.rsplit("/", 1)[0]}/inicio.aspx
        # It reads back what it has chosen, from a document that may be gone by then.
        Run Keyword And Ignore Error    Select Options By    \#vEMPRESA_MPAGE    text    ${client}[empresa] - ${mask}
        Wait For    ${loaded}
    END
    Click    "Painel de Controle"
    Click    "Certificados"
    Click    \#BTNINSERT
    Fill Text    \#vAPELIDO    ${client}[apelido]
    Fill Secret    \#vSENHA    $PFX_PASSWORD
    Select Options By    \#vPADRAO    text    Sim
    Upload File By Selector    \#vARQUIVO    ${client}[pfx]
    Click    \#BTNENTER
    Wait For Elements State    tr >> text=${client}[apelido]
    Close Browser
