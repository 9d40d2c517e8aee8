-- SPDX-License-Identifier: GPL-2.0-only
-- The PvD option of Router Advertisements (ND option 21, RFC 8801) in Wireshark 4.0 and newer.
--
--   tshark -X lua_script:tools/wireshark/pvd.lua -V -r FILE
--
-- or copy this file into the folder that Help > About > Folders calls "Personal Lua Plugins". As
-- root, versions newer than 4.0 run no script: be another user.
--
-- Wireshark 4.0 shows option 21 as octets; newer versions decode it. This post-dissector reads the
-- ICMPv6 message after Wireshark and adds a tree for each PvD option. pvd.ignored and pvd.dropped say
-- what a host ignores or drops, in the words of model/wire/pvd-drop-reason.h.
--
-- Octets are looked at in Lua strings, where reading past the end gives nil and not an error; a
-- range of the packet is made only of what is known to be there.

local UNIT = 8 -- octets in one unit of an option's Length
local HEADER = 16 -- octets of a Router Advertisement before its options
local ID_AT = 6 -- where the PvD ID starts in its option
local MAX_NAME = 255 -- octets of a domain name, root label included (RFC 1035 section 3.1)
local MAX_LABEL = 63
local TYPE_PVD = 21

local pvd = Proto("pvd", "Provisioning Domain Option (RFC 8801)")

local function seconds(name, title, make)
    return (make or ProtoField.uint32)(name, title, base.UNIT_STRING, { " second", " seconds" })
end

local function flag(name, title, mask, size)
    return ProtoField.bool(name, title, size or 8, nil, mask)
end

local preferences = { [0] = "Medium", [1] = "High", [2] = "Reserved", [3] = "Low" }

local option_names = {
    [1] = "Source Link-Layer Address", [2] = "Target Link-Layer Address",
    [3] = "Prefix Information", [4] = "Redirected Header", [5] = "MTU", [TYPE_PVD] = "PvD",
    [24] = "Route Information", [25] = "Recursive DNS Server", [26] = "RA Flags Expansion",
    [31] = "DNS Search List", [37] = "Captive Portal", [38] = "PREF64",
}

local fields = {
    dropped = ProtoField.string("pvd.dropped", "A host drops the whole message"),
    ignored = ProtoField.string("pvd.ignored", "A host ignores this option"),

    type = ProtoField.uint8("pvd.type", "Type", base.DEC, option_names),
    length = ProtoField.uint8("pvd.length", "Length in units of 8 octets"),
    flags = ProtoField.uint16("pvd.flags", "Flags and Delay", base.HEX),
    h = flag("pvd.h", "H: additional information by HTTP", 0x8000, 16),
    l = flag("pvd.l", "L: legacy, DHCPv4 belongs to it", 0x4000, 16),
    r = flag("pvd.r", "R: holds an RA header", 0x2000, 16),
    reserved = ProtoField.uint16("pvd.reserved", "Reserved", base.HEX, nil, 0x1ff0),
    delay = ProtoField.uint16("pvd.delay", "Delay", base.DEC, nil, 0x000f),
    sequence = ProtoField.uint16("pvd.sequence", "Sequence Number"),
    id = ProtoField.string("pvd.id", "PvD ID"),
    padding = ProtoField.bytes("pvd.padding", "Padding"),
    octets = ProtoField.bytes("pvd.octets", "Octets"),

    inner = ProtoField.none("pvd.inner", "RA header for this PvD"),
    inner_type = ProtoField.uint8("pvd.inner.type", "Type"),
    inner_code = ProtoField.uint8("pvd.inner.code", "Code"),
    inner_checksum = ProtoField.uint16("pvd.inner.checksum", "Checksum", base.HEX),
    inner_hop_limit = ProtoField.uint8("pvd.inner.cur_hop_limit", "Cur Hop Limit"),
    inner_m = flag("pvd.inner.m", "M: addresses by DHCPv6", 0x80),
    inner_o = flag("pvd.inner.o", "O: other things by DHCPv6", 0x40),
    inner_home = flag("pvd.inner.home_agent", "H: home agent", 0x20),
    inner_prf = ProtoField.uint8("pvd.inner.prf", "Prf", base.DEC, preferences, 0x18),
    inner_proxy = flag("pvd.inner.proxy", "P: proxy", 0x04),
    inner_snac = flag("pvd.inner.snac", "S: SNAC router", 0x02), -- RFC 9801
    inner_lifetime = seconds("pvd.inner.router_lifetime", "Router Lifetime", ProtoField.uint16),
    inner_reachable = ProtoField.uint32("pvd.inner.reachable_time", "Reachable Time in ms"),
    inner_retrans = ProtoField.uint32("pvd.inner.retrans_timer", "Retrans Timer in ms"),

    opt = ProtoField.none("pvd.opt", "Option"),
    opt_type = ProtoField.uint8("pvd.opt.type", "Type", base.DEC, option_names),
    opt_length = ProtoField.uint8("pvd.opt.length", "Length in units of 8 octets"),
    opt_octets = ProtoField.bytes("pvd.opt.octets", "Octets"),
    slla = ProtoField.bytes("pvd.opt.slla", "Link-Layer Address", base.COLON),
    mtu = ProtoField.uint32("pvd.opt.mtu", "MTU"),
    prefix_length = ProtoField.uint8("pvd.opt.prefix.length", "Prefix Length"),
    prefix_l = flag("pvd.opt.prefix.l", "L: on-link", 0x80),
    prefix_a = flag("pvd.opt.prefix.a", "A: for autoconfiguration", 0x40),
    prefix_r = flag("pvd.opt.prefix.r", "R: holds the router's address", 0x20),
    prefix_valid = seconds("pvd.opt.prefix.valid_lifetime", "Valid Lifetime"),
    prefix_preferred = seconds("pvd.opt.prefix.preferred_lifetime", "Preferred Lifetime"),
    prefix = ProtoField.ipv6("pvd.opt.prefix", "Prefix"),
    route_length = ProtoField.uint8("pvd.opt.route.length", "Prefix Length"),
    route_prf = ProtoField.uint8("pvd.opt.route.prf", "Prf", base.DEC, preferences, 0x18),
    route_lifetime = seconds("pvd.opt.route.lifetime", "Route Lifetime"),
    route = ProtoField.ipv6("pvd.opt.route", "Prefix"),
    rdnss_lifetime = seconds("pvd.opt.rdnss.lifetime", "Lifetime"),
    rdnss = ProtoField.ipv6("pvd.opt.rdnss", "Recursive DNS Server"),
    dnssl_lifetime = seconds("pvd.opt.dnssl.lifetime", "Lifetime"),
    dnssl = ProtoField.string("pvd.opt.dnssl", "Search Domain"),
    captive_portal = ProtoField.string("pvd.opt.captive_portal", "Captive Portal"),
    pref64_lifetime = seconds("pvd.opt.pref64.lifetime", "Lifetime"),
    pref64_plc = ProtoField.uint16("pvd.opt.pref64.plc", "PLC", base.DEC, nil, 0x0007),
    pref64 = ProtoField.ipv6("pvd.opt.pref64", "Prefix"),
}
pvd.fields = fields

local function expert_item(name, title, group, severity)
    local kind, weight = expert.group[group], expert.severity[severity]
    return ProtoExpert.new("pvd.expert." .. name, title, kind, weight)
end

local experts = {
    dropped = expert_item("dropped", "A host drops the whole message", "MALFORMED", "ERROR"),
    malformed = expert_item("malformed", "A host ignores this option", "MALFORMED", "ERROR"),
    ignored = expert_item("ignored", "A host ignores this option", "PROTOCOL", "WARN"),
    unknown = expert_item("unknown", "A host does not know this option", "UNDECODED", "NOTE"),
    cut = expert_item("cut", "The capture holds a part of the packet", "PROTOCOL", "NOTE"),
    odd = expert_item("odd", "Not for sending; a host does not mind", "PROTOCOL", "NOTE"),
}
pvd.experts = experts

-- What others have found of the packet. Their first value is that of the outermost header.
local others = {
    message = Field.new("icmpv6"),
    checksum_status = Field.new("icmpv6.checksum.status"),
    hop_limit = Field.new("ipv6.hlim"),
    source = Field.new("ipv6.src"),
    next_header = Field.new("ipv6.nxt"),
    payload_length = Field.new("ipv6.plen"),
    fragment = Field.new("ipv6.fraghdr"),
}

-- Reasons that come from the sender's choice and not from broken octets.
local harmless = {
    ["unknown type"] = experts.unknown,
    ["not for a router advertisement"] = experts.ignored,
    ["second pvd option"] = experts.ignored,
    ["pvd option in a pvd option"] = experts.ignored,
}

local function ignore(node, reason)
    if reason then
        node:add(fields.ignored, reason):set_generated()
        node:add_proto_expert_info(harmless[reason] or experts.malformed, "Ignored: " .. reason)
    end
end

-- Octets as visible text, with the escapes of RFC 1035 section 5.1; `special` are escaped too.
local function escaped(octets, special)
    return (octets:gsub(".", function(c)
        if special:find(c, 1, true) then
            return "\\" .. c
        end
        return not c:find("[!-~]") and ("\\%03d"):format(c:byte()) or nil
    end))
end

-- The domain name that starts at `at`: its text, "" for the root, and its size. Nothing if it does
-- not end, is compressed or too long.
local function read_name(octets, at)
    local labels, start = {}, at
    while at < #octets do
        local length = octets:byte(at + 1)
        if length == 0 then
            return table.concat(labels, "."), at + 1 - start
        end
        local next_label = at + 1 + length
        if length > MAX_LABEL or next_label - start >= MAX_NAME then
            return nil
        end
        labels[#labels + 1] = escaped(octets:sub(at + 2, next_label), ".\\")
        at = next_label
    end
end

-- An address of up to 16 octets; those that are not sent are zero.
local function to_address(octets)
    local whole = octets .. ("\0"):rep(16 - #octets)
    return Address.ipv6((("%02x%02x:"):rep(8):sub(1, -2)):format(whole:byte(1, 16)))
end

local function add_lifetime(node, field, view, at)
    local item = node:add(field, view.range(at, 4))
    if view.range(at, 4):uint() == 0xffffffff then
        item:append_text(" (infinity)")
    end
end

-- Whether a server can have this address: it is not multicast, :: or ::1.
local function is_resolver(address)
    return address:byte(1) ~= 0xff and not address:find("^" .. ("\0"):rep(15) .. "[\0\1]$")
end

local function add_all(node, range, ...)
    for _, field in ipairs({ ... }) do
        node:add(field, range)
    end
end

-- What contained options hold, by type. A view is one option: its octets, its range in the packet
-- and its Length, which fits them. Each function adds fields to a node and gives the reason for
-- which a host ignores the option, or nil.
local show = {}

show[1] = function(node, view)
    node:add(fields.slla, view.range(2))
end

show[3] = function(node, view)
    if view.length ~= 4 then
        return "bad length"
    end
    local range, prefix_length = view.range, view.octets:byte(3)
    node:add(fields.prefix_length, range(2, 1))
    add_all(node, range(3, 1), fields.prefix_l, fields.prefix_a, fields.prefix_r)
    add_lifetime(node, fields.prefix_valid, view, 4)
    add_lifetime(node, fields.prefix_preferred, view, 8)
    node:add(fields.prefix, range(16, 16))
    node:append_text((": %s/%d"):format(tostring(range(16, 16):ipv6()), prefix_length))
    return prefix_length > 128 and "prefix length over 128" or nil
end

show[5] = function(node, view)
    if view.length ~= 1 then
        return "bad length"
    end
    node:add(fields.mtu, view.range(4, 4))
    node:append_text((": %d"):format(view.range(4, 4):uint()))
end

show[24] = function(node, view)
    local octets, prefix_length = view.octets, view.octets:byte(3)
    if view.length > 3 then
        return "bad length"
    end
    node:add(fields.route_length, view.range(2, 1))
    node:add(fields.route_prf, view.range(3, 1))
    add_lifetime(node, fields.route_lifetime, view, 4)
    local prefix = to_address(octets:sub(UNIT + 1))
    local sent = #octets > UNIT and view.range(UNIT) or view.range(2, 1)
    node:add(fields.route, sent, prefix)
    node:append_text((": %s/%d"):format(tostring(prefix), prefix_length))
    if prefix_length > 128 then
        return "prefix length over 128"
    elseif prefix_length > 64 * (view.length - 1) then -- RFC 4191 section 2.3
        return "bad length"
    elseif bit.band(octets:byte(4), 0x18) == 0x10 then
        return "reserved preference"
    end
end

show[25] = function(node, view)
    if view.length < 3 or view.length % 2 == 0 then
        return "bad length"
    end
    add_lifetime(node, fields.rdnss_lifetime, view, 4)
    local reason
    for at = UNIT, #view.octets - 16, 16 do
        node:add(fields.rdnss, view.range(at, 16))
        node:append_text((" %s"):format(tostring(view.range(at, 16):ipv6())))
        if not is_resolver(view.octets:sub(at + 1, at + 16)) then
            reason = "not a unicast address"
        end
    end
    return reason
end

show[31] = function(node, view)
    if view.length < 2 then
        return "bad length"
    end
    add_lifetime(node, fields.dnssl_lifetime, view, 4)
    local at = UNIT
    while at < #view.octets and view.octets:byte(at + 1) ~= 0 do
        local name, used = read_name(view.octets, at)
        if not name then
            return "bad domain name"
        end
        node:add(fields.dnssl, view.range(at, used), name)
        node:append_text(" " .. name)
        at = at + used
    end
    return at == UNIT and "bad domain name" or nil
end

show[37] = function(node, view)
    local uri = view.octets:sub(3):gsub("\0+$", "")
    node:add(fields.captive_portal, view.range(2), escaped(uri, ""))
    return not uri:find("^[!-~]+$") and "bad uri" or nil
end

-- RFC 8781, section 4. The module keeps its octets, whatever they are.
show[38] = function(node, view)
    if view.length ~= 2 then
        return add_all(node, view.range(2), fields.opt_octets)
    end
    local scaled = view.range(2, 2):uint()
    node:add(fields.pref64_lifetime, view.range(2, 2), scaled - scaled % 8)
    node:add(fields.pref64_plc, view.range(2, 2))
    node:add(fields.pref64, view.range(4, 12), to_address(view.octets:sub(5)))
end

-- Options of which only octets are shown.
local no_use = {
    [2] = "not for a router advertisement",
    [4] = "not for a router advertisement",
    [TYPE_PVD] = "pvd option in a pvd option",
}

local function show_octets(node, view)
    node:add(fields.opt_octets, view.range(2))
    return no_use[view.octets:byte(1)] or "unknown type"
end

local function part(view, at, size)
    return { octets = view.octets:sub(at + 1, at + size), range = view.range(at, size),
             length = view.octets:byte(at + 2) }
end

local function show_contained(node, view)
    local kind = view.octets:byte(1)
    local item = node:add(fields.opt, view.range)
    item:set_text("Option: " .. (option_names[kind] or "type " .. kind))
    item:add(fields.opt_type, view.range(0, 1))
    item:add(fields.opt_length, view.range(1, 1))
    ignore(item, (show[kind] or show_octets)(item, view))
end

-- The options from `at` on. Gives the reason for which a host drops the message, or nil.
local function show_options(node, view, at)
    local size = #view.octets
    while at < size do
        local length = view.octets:byte(at + 2) * UNIT
        if length == 0 or length > size - at then
            node:add(fields.octets, view.range(at))
            ignore(node, length > 0 and "contained option past the end" or nil)
            return length == 0 and "option of length 0" or nil
        end
        show_contained(node, part(view, at, length))
        at = at + length
    end
end

local function show_inner_header(node, view, at)
    local range = view.range(at, HEADER)
    local item = node:add(fields.inner, range)
    local kind = item:add(fields.inner_type, range(0, 1))
    item:add(fields.inner_code, range(1, 1))
    item:add(fields.inner_checksum, range(2, 2))
    item:add(fields.inner_hop_limit, range(4, 1))
    add_all(item, range(5, 1), fields.inner_m, fields.inner_o, fields.inner_home,
            fields.inner_prf, fields.inner_proxy, fields.inner_snac)
    item:add(fields.inner_lifetime, range(6, 2))
    item:add(fields.inner_reachable, range(8, 4))
    item:add(fields.inner_retrans, range(12, 4))
    if view.octets:sub(at + 1, at + 4) ~= "\134\0\0\0" then
        kind:add_proto_expert_info(experts.odd, "Not type 134, code 0, checksum 0")
    end
end

local function show_flags(node, view)
    local range = view.range(2, 2)
    local flags = node:add(fields.flags, range)
    add_all(flags, range, fields.h, fields.l, fields.r, fields.reserved, fields.delay)
    if bit.band(range:uint(), 0x1ff0) ~= 0 then
        flags:add_proto_expert_info(experts.odd, "Reserved bits are set")
    end
end

local function show_padding(node, view, at, stop)
    if at < stop then
        local item = node:add(fields.padding, view.range(at, stop - at))
        if view.octets:sub(at + 1, stop):find("[^\0]") then
            item:add_proto_expert_info(experts.odd, "Padding is not zero")
        end
    end
end

-- A PvD option whose octets are all there. Gives its name if it has one, and the reason for which
-- a host drops the message, or nil.
local function show_pvd(node, view)
    show_flags(node, view)
    node:add(fields.sequence, view.range(4, 2))
    local name, used = read_name(view.octets, ID_AT)
    if not name or name == "" then
        node:add(fields.octets, view.range(ID_AT))
        return ignore(node, "bad domain name")
    end
    node:add(fields.id, view.range(ID_AT, used), name)
    node:append_text(": " .. name)
    local body = math.ceil((ID_AT + used) / UNIT) * UNIT
    show_padding(node, view, ID_AT + used, body)
    if bit.band(view.octets:byte(3), 0x20) ~= 0 then -- R
        if #view.octets - body < HEADER then
            ignore(node, "no room for the inner header")
            return name
        end
        show_inner_header(node, view, body)
        body = body + HEADER
    end
    return name, show_options(node, view, body)
end

-- The first PvD option counts, also if it is malformed.
local function show_top(tree, view, is_first)
    local node = tree:add(pvd, view.range, "PvD Option")
    node:add(fields.type, view.range(0, 1))
    node:add(fields.length, view.range(1, 1))
    if is_first then
        return node, show_pvd(node, view)
    end
    node:add(fields.octets, view.range(2))
    ignore(node, "second pvd option")
    return node
end

-- A PvD option that ends the message, because it has no size or more than is left.
local function show_rest(tree, view, at)
    if view.octets:byte(at + 1) == TYPE_PVD then
        local node = tree:add(pvd, view.range(at), "PvD Option (malformed)")
        node:add(fields.type, view.range(at, 1))
        node:add(fields.octets, view.range(at))
        return node
    end
end

-- Walks the options of a message. Gives the node of the first PvD option, its name, and the reason
-- for which a host drops the message; each may be nil.
local function show_message(tree, view)
    local at, size = HEADER, #view.octets
    local first, name, defect
    while at < size and not defect do
        local length = (view.octets:byte(at + 2) or 0) * UNIT
        if size - at < UNIT or length > size - at then
            defect = "option past the end"
        elseif length == 0 then
            defect = "option of length 0"
        elseif view.octets:byte(at + 1) == TYPE_PVD then
            local node, id, inside = show_top(tree, part(view, at, length), not first)
            first, name, defect = first or node, name or id, inside
        end
        if defect and not first then
            first = show_rest(tree, view, at)
        end
        at = at + length
    end
    return first, name, defect
end

-- The value of a field in the IPv6 header around a message: the last one before it.
local function around(message, field)
    local found
    for _, one in ipairs({ field() }) do
        if one.offset < message.offset then
            found = one.value
        end
    end
    return found
end

-- What else makes a host drop the message (RFC 4861 section 6.1.2, RFC 6980 section 5).
local function other_defects(message, code)
    local next_header, source = around(message, others.next_header), around(message, others.source)
    local hop_limit, status = around(message, others.hop_limit), others.checksum_status()
    local is_plain = next_header == 58
    local is_cut = is_plain and around(message, others.payload_length) > message.len
    local is_fragment = others.fragment() ~= nil
    local reasons = {}
    local function check(is_so, reason)
        reasons[#reasons + 1] = is_so and reason or nil
    end
    check(code ~= 0, "code not 0")
    check(hop_limit and hop_limit ~= 255, "hop limit not 255")
    check(source and not tostring(source):find("^fe[89ab]%x:"), "source not link-local")
    check(is_fragment, "fragmented")
    check(next_header and not is_plain and not is_fragment, "behind extension headers")
    check(is_cut, "shorter than the ipv6 payload length")
    check(status and status.value == 0, "wrong checksum")
    return reasons
end

function pvd.dissector(frame, packet, tree)
    local message = others.message()
    if not message or message.len < HEADER or message.range(0, 1):uint() ~= 134 then
        return
    end
    local view = { range = message.range, octets = message.range:raw() }
    local node, name, defect = show_message(tree, view)
    if not node then
        return
    end
    packet.cols.info:append(name and (" PvD " .. name) or " PvD option")
    if frame:len() < frame:reported_len() then
        node:add_proto_expert_info(experts.cut)
        return
    end
    local reasons = other_defects(message, view.octets:byte(2))
    reasons[#reasons + 1] = defect
    for _, reason in ipairs(reasons) do
        node:add(fields.dropped, reason):set_generated()
        node:add_proto_expert_info(experts.dropped, "Dropped: " .. reason)
    end
end

register_postdissector(pvd)
